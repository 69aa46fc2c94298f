"""`python -m skilllint`."""

import sys

from skilllint.cli import main

sys.exit(main())
