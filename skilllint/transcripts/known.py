"""Types of records that are read, or that are known to hold nothing that is counted.

Gathered on 2026-11-20 from public readers of Claude Code 2.0 to 2.1.278 and of Codex CLI 0.36 to
0.156. A type that is not here is counted, and nothing else.
"""

from __future__ import annotations

_CLAUDE_CODE = """
    user assistant system attachment progress summary
    agent-name ai-title artifact-autoreact-ledger artifact-comment-monitor atis-latch
    bridge-session cost-state custom-title file-history-delta file-history-snapshot
    fork-context-ref frame-link last-prompt mode permission-mode pr-link queue-operation
"""

_CODEX = """
    session_meta turn_context compacted response_item event_msg
    inter_agent_communication inter_agent_communication_metadata realtime_item
    retained_context security_risk_score token_usage_record world_state
"""

_CODEX_ITEMS = """
    message reasoning function_call function_call_output custom_tool_call
    custom_tool_call_output local_shell_call
    additional_tools agent_message compaction compaction_summary context_compaction
    ghost_snapshot image_generation_call other tool_search_call tool_search_output
    web_search_call
"""

_CODEX_EVENTS = """
    token_count
    agent_message agent_reasoning agent_reasoning_raw_content agent_reasoning_section_break
    collab_agent_interaction_begin collab_agent_interaction_end collab_agent_spawn_begin
    collab_agent_spawn_end collab_close_begin collab_close_end collab_resume_begin
    collab_resume_end collab_waiting_begin collab_waiting_end context_compacted
    deprecation_notice dynamic_tool_call_request dynamic_tool_call_response
    elicitation_request entered_review_mode error exec_approval_request exec_command_begin
    exec_command_end exited_review_mode guardian_assessment guardian_warning hook_completed
    hook_started image_generation_begin image_generation_end item_completed item_started
    mcp_startup_complete mcp_startup_update mcp_tool_call_begin mcp_tool_call_end
    model_reroute model_verification patch_apply_begin patch_apply_end patch_apply_updated
    plan_update request_permissions request_user_input session_configured shutdown_complete
    skills_update_available stream_error task_complete task_started terminal_interaction
    thread_goal_updated thread_name_updated thread_rolled_back thread_settings_applied
    turn_aborted turn_complete turn_diff turn_started user_message view_image_tool_call
    warning web_search_begin web_search_end
"""

NAMELESS = "(no type)"
"""How a record without a type is counted."""

CLAUDE_CODE = frozenset(_CLAUDE_CODE.split())
CODEX = frozenset(_CODEX.split())
CODEX_ITEMS = frozenset(_CODEX_ITEMS.split())
CODEX_EVENTS = frozenset(_CODEX_EVENTS.split())
