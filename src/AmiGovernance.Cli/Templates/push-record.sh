#!/bin/sh
# Commits what a job recorded (deployments, reminders, the mode that a promotion writes into the configuration), and pushes it to the branch of
# the reviewed state. `[skip ci]`: what is recorded starts no pipeline.
#
# AMIGOV_TARGET_BRANCH  that branch
# AMIGOV_PUSH_URL       where to push to; `origin` without it
set -eu
branch=${AMIGOV_TARGET_BRANCH:?}
remote=${AMIGOV_PUSH_URL:-origin}
export GIT_AUTHOR_NAME=amigov GIT_AUTHOR_EMAIL=amigov@invalid GIT_COMMITTER_NAME=amigov GIT_COMMITTER_EMAIL=amigov@invalid

for path in deployments reminders config/ami_publishers.json; do
    [ ! -e "$path" ] || git add -- "$path"
done
git diff --cached --quiet || git commit --quiet --message "chore: Record what was done [skip ci]"

# Somebody may have merged meanwhile. Deployments have files of their own, so that nothing conflicts.
for try in 1 2 3 4 5; do
    git fetch --quiet "$remote" "refs/heads/$branch"
    git rebase --quiet FETCH_HEAD
    if [ "$(git rev-list --count FETCH_HEAD..HEAD)" = 0 ]; then
        echo "nothing was recorded"
        exit 0
    fi
    if git push --quiet "$remote" "HEAD:refs/heads/$branch"; then
        echo "the record is pushed to $branch: $(git rev-parse HEAD)"
        exit 0
    fi
done
echo "the record could not be pushed to $branch: may this job push there? Until it is there, nobody else can deploy" >&2
exit 1
