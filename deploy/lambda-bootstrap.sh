#!/bin/sh
# The entry point of the image in Lambda: one look per event. It speaks the runtime API (Lambda developer guide, "Using the Lambda runtime
# API for custom runtimes"), and writes to /tmp alone (the same guide, "Create a Lambda function using a container image").
# Lambda hands over no secrets: AMIGOV_GIT_SECRET_ARN names one of Secrets Manager. Arguments go to amigov.
set -eu
umask 077
export AMIGOV_HOME="${AMIGOV_HOME:-/tmp/amigov}"
api=http://${AWS_LAMBDA_RUNTIME_API:?is set by Lambda}/2018-06-01/runtime
work=$(mktemp -d)
case ${AMIGOV_REMOTE:-} in
ssh://* | *@*:*)
    echo 'lambda-bootstrap: AMIGOV_REMOTE must begin with https://: SSH refuses a user without a name, as in Lambda' >&2
    exit 2
    ;;
esac

# Each partition has a domain of its own, as the endpoint rules of the AWS SDKs have them.
case ${AWS_REGION:-} in
cn-*) domain=amazonaws.com.cn ;;
eusc-*) domain=amazonaws.eu ;;
*) domain=amazonaws.com ;;
esac

# Secrets Manager API reference, "GetSecretValue". The credentials are the role's; a command line would show them to others.
read_secret() {
    jq -n --arg id "$1" '{SecretId: $id}' >"$work/request"
    {
        printf 'user = "%s:%s"\n' "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY"
        printf 'header = "x-amz-security-token: %s"\n' "$AWS_SESSION_TOKEN"
    } | curl --silent --show-error --fail --config - --aws-sigv4 "aws:amz:$AWS_REGION:secretsmanager" \
        --header 'content-type: application/x-amz-json-1.1' --header 'x-amz-target: secretsmanager.GetSecretValue' \
        --data-binary "@$work/request" \
        "${AWS_ENDPOINT_URL_SECRETS_MANAGER:-https://secretsmanager.$AWS_REGION.$domain}/" | jq -r '.SecretString // empty'
}

look() {
    if [ -n "${AMIGOV_GIT_SECRET_ARN:-}" ]; then
        AMIGOV_GIT_SECRET=$(read_secret "$AMIGOV_GIT_SECRET_ARN")
        export AMIGOV_GIT_SECRET
        # curl has said why.
        [ -n "$AMIGOV_GIT_SECRET" ] || return 2
    fi
    watch-entrypoint.sh --once --name lambda "$@"
}

while :; do
    # Without a limit: the process is frozen until there is an event.
    curl --silent --show-error --fail --dump-header "$work/headers" --output /dev/null "$api/invocation/next"
    id=$(tr -d '\r' <"$work/headers" | sed -n 's/^[Ll]ambda-[Rr]untime-[Aa]ws-[Rr]equest-[Ii]d: *//p')
    code=0
    (look "$@") || code=$?
    case $code in
    # 3: it looked, and something is not as it should be; that was told.
    0 | 3) curl --silent --show-error --fail --data "{\"exitCode\":$code}" --output /dev/null "$api/invocation/$id/response" ;;
    *)
        curl --silent --show-error --fail --header 'Lambda-Runtime-Function-Error-Type: amigov.NoWholeLook' --output /dev/null \
            --data "{\"errorType\":\"amigov.NoWholeLook\",\"errorMessage\":\"the watch ended with $code; its log says why\"}" \
            "$api/invocation/$id/error"
        ;;
    esac
done
