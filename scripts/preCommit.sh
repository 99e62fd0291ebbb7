#!/usr/bin/env bash
# The pre-commit habit: ln -s ../../scripts/preCommit.sh .git/hooks/pre-commit
exec npm run --silent check
