"""The part of GitHub's GraphQL that the fake answers, in our own words and order.

`test_hub_schema.py` holds it against GitHub's own, where that is there.
"""

from graphql import build_schema

SDL = """
scalar BigInt
scalar DateTime
scalar GitObjectID

type Query {
  viewer: User!
  rateLimit(dryRun: Boolean = false): RateLimit
  repository(owner: String!, name: String!, followRenames: Boolean = true): Repository
}

type Mutation {
  updateIssueComment(input: UpdateIssueCommentInput!): UpdateIssueCommentPayload
  updatePullRequestReviewComment(
    input: UpdatePullRequestReviewCommentInput!
  ): UpdatePullRequestReviewCommentPayload
  deletePullRequestReviewComment(
    input: DeletePullRequestReviewCommentInput!
  ): DeletePullRequestReviewCommentPayload
  minimizeComment(input: MinimizeCommentInput!): MinimizeCommentPayload
  unminimizeComment(input: UnminimizeCommentInput!): UnminimizeCommentPayload
  resolveReviewThread(input: ResolveReviewThreadInput!): ResolveReviewThreadPayload
  unresolveReviewThread(input: UnresolveReviewThreadInput!): UnresolveReviewThreadPayload
  addPullRequestReview(input: AddPullRequestReviewInput!): AddPullRequestReviewPayload
  addPullRequestReviewThread(
    input: AddPullRequestReviewThreadInput!
  ): AddPullRequestReviewThreadPayload
}

type RateLimit { cost: Int! remaining: Int! resetAt: DateTime! }
type PageInfo { endCursor: String hasNextPage: Boolean! }

interface Actor { login: String! }
type User implements Actor { login: String! }
type Bot implements Actor { login: String! }

type Repository {
  id: ID!
  nameWithOwner: String!
  pullRequest(number: Int!): PullRequest
}

enum PullRequestState { OPEN CLOSED MERGED }

type PullRequest {
  id: ID!
  number: Int!
  state: PullRequestState!
  baseRefOid: GitObjectID!
  headRefOid: GitObjectID!
  headRepository: Repository
  isCrossRepository: Boolean!
  comments(
    first: Int, last: Int, after: String, before: String, orderBy: IssueCommentOrder
  ): IssueCommentConnection!
  reviewThreads(
    first: Int, last: Int, after: String, before: String
  ): PullRequestReviewThreadConnection!
}

enum IssueCommentOrderField { UPDATED_AT }
enum OrderDirection { ASC DESC }
input IssueCommentOrder { field: IssueCommentOrderField! direction: OrderDirection! }

type IssueCommentConnection { nodes: [IssueComment] pageInfo: PageInfo! totalCount: Int! }
type PullRequestReviewThreadConnection {
  nodes: [PullRequestReviewThread] pageInfo: PageInfo! totalCount: Int!
}
type PullRequestReviewCommentConnection {
  nodes: [PullRequestReviewComment] pageInfo: PageInfo! totalCount: Int!
}

interface Minimizable { isMinimized: Boolean! minimizedReason: String }

type IssueComment implements Minimizable {
  id: ID!
  databaseId: Int
  fullDatabaseId: BigInt
  author: Actor
  body: String!
  createdAt: DateTime!
  updatedAt: DateTime!
  isMinimized: Boolean!
  minimizedReason: String
  viewerDidAuthor: Boolean!
}

enum DiffSide { LEFT RIGHT }
enum PullRequestReviewThreadSubjectType { LINE FILE }

type PullRequestReviewThread {
  id: ID!
  path: String!
  line: Int
  startLine: Int
  originalLine: Int
  diffSide: DiffSide!
  subjectType: PullRequestReviewThreadSubjectType!
  isOutdated: Boolean!
  isResolved: Boolean!
  resolvedBy: User
  viewerCanResolve: Boolean!
  viewerCanUnresolve: Boolean!
  comments(
    first: Int, last: Int, after: String, before: String, skip: Int
  ): PullRequestReviewCommentConnection!
}

type PullRequestReviewComment implements Minimizable {
  id: ID!
  databaseId: Int @deprecated(reason: "does not hold 64 bits")
  fullDatabaseId: BigInt
  author: Actor
  body: String!
  path: String!
  line: Int
  outdated: Boolean!
  replyTo: PullRequestReviewComment
  isMinimized: Boolean!
  minimizedReason: String
  viewerCanDelete: Boolean!
  viewerCanMinimize: Boolean!
  viewerCanUpdate: Boolean!
  viewerDidAuthor: Boolean!
}

type PullRequestReview { id: ID! }

enum ReportedContentClassifiers { ABUSE DUPLICATE OFF_TOPIC OUTDATED RESOLVED SPAM }
enum PullRequestReviewEvent { APPROVE COMMENT DISMISS REQUEST_CHANGES }

input UpdateIssueCommentInput { id: ID! body: String! clientMutationId: String }
type UpdateIssueCommentPayload { issueComment: IssueComment }
input UpdatePullRequestReviewCommentInput {
  pullRequestReviewCommentId: ID! body: String! clientMutationId: String
}
type UpdatePullRequestReviewCommentPayload { pullRequestReviewComment: PullRequestReviewComment }
input DeletePullRequestReviewCommentInput { id: ID! clientMutationId: String }
type DeletePullRequestReviewCommentPayload { pullRequestReviewComment: PullRequestReviewComment }
input MinimizeCommentInput {
  subjectId: ID! classifier: ReportedContentClassifiers! clientMutationId: String
}
type MinimizeCommentPayload { minimizedComment: Minimizable }
input UnminimizeCommentInput { subjectId: ID! clientMutationId: String }
type UnminimizeCommentPayload { unminimizedComment: Minimizable }
input ResolveReviewThreadInput { threadId: ID! clientMutationId: String }
type ResolveReviewThreadPayload { thread: PullRequestReviewThread }
input UnresolveReviewThreadInput { threadId: ID! clientMutationId: String }
type UnresolveReviewThreadPayload { thread: PullRequestReviewThread }

input DraftPullRequestReviewThread {
  path: String!
  line: Int!
  side: DiffSide = RIGHT
  startLine: Int
  startSide: DiffSide = RIGHT
  body: String!
}
input DraftPullRequestReviewComment { path: String! position: Int! body: String! }
input AddPullRequestReviewInput {
  pullRequestId: ID!
  commitOID: GitObjectID
  event: PullRequestReviewEvent
  body: String
  comments: [DraftPullRequestReviewComment]
  threads: [DraftPullRequestReviewThread]
  clientMutationId: String
}
type AddPullRequestReviewPayload { pullRequestReview: PullRequestReview }
input AddPullRequestReviewThreadInput {
  pullRequestId: ID
  pullRequestReviewId: ID
  path: String!
  line: Int
  side: DiffSide = RIGHT
  startLine: Int
  startSide: DiffSide = RIGHT
  subjectType: PullRequestReviewThreadSubjectType = LINE
  body: String!
  clientMutationId: String
}
type AddPullRequestReviewThreadPayload { thread: PullRequestReviewThread }
"""

SCHEMA = build_schema(SDL)
