#!/usr/bin/env bash
# Brings one service's image to one environment, with that environment's own role and nothing else.
#
#     deliver.sh push     <outputs> <service> <image> <tag>     to the environment's repository, under the tag
#     deliver.sh snapshot <outputs> <service> <tag> <message>   of the database, where the commit's message marks the deployment as major
#     deliver.sh run      <outputs> <service> <tag> <job>       a new revision of the job with that image, run to its end, which has to be good
#     deliver.sh deploy   <outputs> <service> <tag> <record>    a new revision with that image; notes in <record> what ran before
#     deliver.sh smoke    <outputs> <path> [<text>]             asks the environment whether it is well; the answer holds <text>
#     deliver.sh steady   <outputs> <service> <tag>             for services that nobody can ask: waits until ECS calls it steady, with <tag>
#     deliver.sh renew    <outputs> <service> <tag> <job>       a new revision of the job with that image, for whatever starts it next
#     deliver.sh rollback <outputs> <service> <record>          back to the revision that <record> names
#     deliver.sh rollback <outputs> <service> <revision>        back to that one, such as task-api-prod:7, whenever it ran
#
# A job with a repository of its own is named in place of the service as well: deliver.sh renew <outputs> report <tag> report.
#
# <outputs> is the file that `terraform output -json` wrote for the environment. It holds no secret. Needed: bash, aws (version 2), jq,
# curl, and docker to push.
#
# DELIVER_CREDENTIALS=assumed says that the role was assumed already, as GitHub's jobs do by their token.
# DELIVER_EXTERNAL_ID is the external id, where the role asks for one.
# A deployment is major whose commit's message has the line `Deployment: major`, or with DELIVER_MAJOR=true. Nobody deletes its snapshot but people:
# RDS keeps up to 100 in a region.
# DELIVER_JOB_MINUTES is for how long a job is waited for, 30 where it is not set; the role is assumed for an hour.
set -euo pipefail
# What follows has credentials in its variables: never traced, however the shell was started.
set +x

fail() {
    printf 'deliver.sh: %s\n' "$1" >&2
    exit 1
}

# An output of the environment's.
output() {
    jq --exit-status --raw-output --arg name "$1" '.[$name].value // empty' "$outputs" ||
        fail "$outputs has no output $1: apply the environment, then write the file anew"
}

# An output that has a value for each service.
output_of_service() {
    jq --exit-status --raw-output --arg name "$1" --arg service "$service" '.[$name].value[$service] // empty' "$outputs" ||
        fail "$outputs has no $1 for the service $service"
}

# Works as the environment's role from here on, in the environment's region.
assume_role() {
    local role credentials
    repository=$(output_of_service repository_urls)
    registry=${repository%%/*}
    # <account>.dkr.ecr.<region>.amazonaws.com
    AWS_REGION=$(cut -d. -f4 <<<"$registry")
    export AWS_REGION
    [ "${DELIVER_CREDENTIALS:-}" != assumed ] || return 0
    role=$(output delivery_role_arn)
    credentials=$(
        aws sts assume-role --role-arn "$role" --role-session-name "deliver-$service" --duration-seconds 3600 \
            ${DELIVER_EXTERNAL_ID:+--external-id "$DELIVER_EXTERNAL_ID"} --query Credentials --output json
    )
    AWS_ACCESS_KEY_ID=$(jq --exit-status --raw-output .AccessKeyId <<<"$credentials")
    AWS_SECRET_ACCESS_KEY=$(jq --exit-status --raw-output .SecretAccessKey <<<"$credentials")
    AWS_SESSION_TOKEN=$(jq --exit-status --raw-output .SessionToken <<<"$credentials")
    export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
    unset AWS_PROFILE
}

# The revision that the service runs, or is about to.
revision_in_service() {
    aws ecs describe-services --cluster "$cluster" --services "$ecs_service" --query 'services[0].taskDefinition' --output text
}

# Puts a revision into service and waits until it runs.
put_into_service() {
    local now first
    # A service with `start_with = "delivery"` waits for its first image without a task.
    first=$(jq --raw-output --arg service "$service" '.tasks_at_first_delivery.value[$service] // empty' "$outputs")
    if [ -n "$first" ]; then
        now=$(aws ecs describe-services --cluster "$cluster" --services "$ecs_service" --query 'services[0].desiredCount' --output text)
        [ "$now" = 0 ] || first=
    fi
    aws ecs update-service --cluster "$cluster" --service "$ecs_service" --task-definition "$1" ${first:+--desired-count "$first"} \
        --query service.serviceArn --output text
    # AWS waits for ten minutes; a rollout may take a few more.
    aws ecs wait services-stable --cluster "$cluster" --services "$ecs_service" ||
        aws ecs wait services-stable --cluster "$cluster" --services "$ecs_service"
    # Stable it is as well after ECS went back by itself.
    now=$(revision_in_service)
    # A revision may be named by its ARN or by its end.
    [ "${now##*/}" = "${1##*/}" ] || fail "$1 did not come up: ECS went back to $now"
}

push() {
    local image=$1 tag=$2 there
    # The tag means one image for ever, so that what was tested in one environment is what the next one gets.
    there=$(aws ecr batch-get-image --repository-name "${repository#*/}" --image-ids "imageTag=$tag" --output json)
    if jq --exit-status '.images | length > 0' <<<"$there" >/dev/null; then
        jq --exit-status --arg id "$(docker image inspect --format '{{.Id}}' "$image")" \
            '.images[0] | [.imageId.imageDigest, (.imageManifest | fromjson | .config.digest?)] | index($id)' <<<"$there" >/dev/null ||
            fail "$repository:$tag is another image than $image, and tags cannot be moved: make a new commit"
        printf '%s:%s is there already\n' "$repository" "$tag"
        return
    fi
    # The registry's password lies in a folder of its own, which goes with this script.
    DOCKER_CONFIG=$(mktemp -d)
    export DOCKER_CONFIG
    trap 'rm -rf -- "$DOCKER_CONFIG"' EXIT
    aws ecr get-login-password | docker login --username AWS --password-stdin "$registry"
    docker tag "$image" "$repository:$tag"
    docker push "$repository:$tag"
}

snapshot() {
    local tag=$1 message=$2 database name there kept
    if [ "${DELIVER_MAJOR:-}" != true ] && ! grep -qix 'Deployment: major[[:space:]]*' <<<"$message"; then
        printf 'the deployment is not marked as major: no snapshot\n'
        return
    fi
    database=$(output database_endpoint)
    # <identifier>.<of the account>.<region>.rds.amazonaws.com
    database=${database%%.*}
    # Letters, digits and single hyphens, which do not stand at the end (RDS API Reference, `CreateDBSnapshot`).
    name=$database-before-$(tr -cs '[:alnum:]' - <<<"${tag,,}")
    name=${name%-}
    there=$(aws rds describe-db-snapshots --db-instance-identifier "$database" --snapshot-type manual --output json)
    # There already it is when a pipeline runs again.
    jq --exit-status --arg name "$name" 'any(.DBSnapshots[]; .DBSnapshotIdentifier == $name)' <<<"$there" >/dev/null ||
        aws rds create-db-snapshot --db-instance-identifier "$database" --db-snapshot-identifier "$name" \
            --query DBSnapshot.DBSnapshotArn --output text
    # AWS waits for half an hour; a first snapshot of much data takes longer.
    aws rds wait db-snapshot-available --db-instance-identifier "$database" --db-snapshot-identifier "$name" ||
        aws rds wait db-snapshot-available --db-instance-identifier "$database" --db-snapshot-identifier "$name"
    kept=$(jq --arg name "$name" --arg prefix "$database-before-" \
        '[.DBSnapshots[].DBSnapshotIdentifier | select(startswith($prefix) and . != $name)] | length' <<<"$there")
    printf '%s is available; of earlier deployments %s are kept\n' "$name" "$kept"
}

# Registers a revision of a family with the image of this tag, and prints its ARN.
register() {
    local family=$1 tag=$2 revision
    # From the newest revision, not from the one in service: it has what Terraform changed since.
    revision=$(
        aws ecs describe-task-definition --task-definition "$family" --include TAGS --output json |
            jq --exit-status --arg repository "$repository:" --arg image "$repository:$tag" '
                # The container is called after the service, or as `aws_name` says; its image is always of this repository.
                def is_ours: .image | startswith($repository);
                (.tags // []) as $tags
                | .taskDefinition
                | if any(.containerDefinitions[]; is_ours) then . else error("no container runs an image of \($repository)") end
                | .containerDefinitions |= map(if is_ours then .image = $image else . end)
                | del(.taskDefinitionArn, .revision, .status, .requiresAttributes, .compatibilities, .registeredAt, .registeredBy,
                      .deregisteredAt)
                | .tags = $tags'
    ) || exit 1
    aws ecs register-task-definition --cli-input-json "$revision" --query taskDefinition.taskDefinitionArn --output text
}

# The family of a job's task definitions, and where its tasks run: what starts it by hand says both.
read_job() {
    local command
    command=$(jq --exit-status --raw-output --arg job "$1" '.job_run_commands.value[$job] // empty' "$outputs") ||
        fail "$outputs has no job $1: apply the environment, then write the file anew"
    [[ $command =~ --task-definition\ ([^\ ]+) ]] || fail "$outputs does not say what the job $1 runs"
    family=${BASH_REMATCH[1]}
    [[ $command =~ --network-configuration\ \'([^\']+)\' ]] || fail "$outputs does not say where the job $1 runs"
    network=${BASH_REMATCH[1]}
}

run() {
    local tag=$1 job=$2 revision started task seen how
    read_job "$job"
    revision=$(register "$family" "$tag")
    started=$(
        aws ecs run-task --cluster "$cluster" --task-definition "$revision" --launch-type FARGATE --propagate-tags TASK_DEFINITION \
            --network-configuration "$network" --started-by deliver.sh --output json
    )
    # What it cannot start, such as for want of capacity, AWS answers with and calls no error.
    task=$(jq --exit-status --raw-output '.tasks[0].taskArn // empty' <<<"$started") ||
        fail "ECS did not start the job $job: $(jq --raw-output '[.failures[]?.reason] | join(", ")' <<<"$started")"
    printf '%s runs %s as %s\n' "$job" "$revision" "$task"
    # AWS's own waiting ends after ten minutes, which is little for a migration.
    SECONDS=0
    while true; do
        seen=$(aws ecs describe-tasks --cluster "$cluster" --tasks "$task" --output json)
        # A task that was started just now may not be known everywhere yet.
        [ "$(jq --raw-output '.tasks[0].lastStatus' <<<"$seen")" != STOPPED ] || break
        [ "$SECONDS" -lt $((${DELIVER_JOB_MINUTES:-30} * 60)) ] ||
            fail "$job still runs after ${DELIVER_JOB_MINUTES:-30} minutes, and goes on: see how $task ends before you deliver again"
        sleep 10
    done
    # A task that is lost has no exit code. A container of somebody else's, such as GuardDuty's, says nothing of the job.
    if ! jq --exit-status --arg image "$repository:$tag" \
        '[.tasks[0].containers[] | select(.image == $image).exitCode] | length > 0 and all(. == 0)' <<<"$seen" >/dev/null; then
        how=$(jq --raw-output --arg image "$repository:$tag" '.tasks[0]
            | ([.containers[] | select(.image == $image).exitCode // empty] | map("exit code \(.)")) as $codes
            | (if $codes == [] then ["no exit code"] else $codes end) + [.stoppedReason // empty, .containers[].reason // empty]
            | map(select(. != "")) | unique | join(", ")' <<<"$seen")
        fail "$job failed: $how; its log is in $(jq --raw-output --arg job "$job" '.log_group_names.value[$job] // "CloudWatch"' "$outputs")"
    fi
    printf '%s is done\n' "$job"
}

renew() {
    local tag=$1 job=$2 revision
    read_job "$job"
    revision=$(register "$family" "$tag")
    printf '%s runs %s from its next start on\n' "$job" "$revision"
}

deploy() {
    local tag=$1 record=$2 before family revision
    before=$(revision_in_service)
    family=${before##*/}
    revision=$(register "${family%:*}" "$tag")
    printf '%s\n' "$before" >"$record"
    put_into_service "$revision"
    printf '%s runs %s\n' "$ecs_service" "$revision"
}

smoke() {
    local url body
    url=$(output url)
    body=$(curl --fail --silent --show-error --max-time 10 --retry 9 --retry-delay 5 --retry-all-errors "$url$1")
    printf '%s%s answers: %.500s\n' "$url" "$1" "$body"
    # A page of somebody else's, such as a load balancer's own, may be fine as well.
    [ -n "$body" ] || fail "$url$1 answers with nothing"
    case $body in
    *"${2-}"*) ;;
    *) fail "$url$1 does not answer with '${2-}'" ;;
    esac
}

steady() {
    local tag=$1 now
    aws ecs wait services-stable --cluster "$cluster" --services "$ecs_service"
    now=$(revision_in_service)
    aws ecs describe-task-definition --task-definition "$now" --output json |
        jq --exit-status --arg image "$repository:$tag" 'any(.taskDefinition.containerDefinitions[]; .image == $image)' >/dev/null ||
        fail "$ecs_service runs $now, which has not the image $tag: ECS went back"
    printf '%s is steady and runs %s\n' "$ecs_service" "$now"
}

rollback() {
    local before
    if [[ $1 =~ ^[A-Za-z0-9_-]+:[0-9]+$ && ! -e $1 ]]; then
        put_into_service "$1"
        printf '%s runs %s again\n' "$ecs_service" "$1"
        return
    fi
    if [ ! -s "$1" ]; then
        printf 'nothing was deployed, so nothing goes back\n'
        return
    fi
    before=$(<"$1")
    put_into_service "$before"
    printf '%s runs %s again\n' "$ecs_service" "$before"
}

usage() {
    fail "usage: push <outputs> <service> <image> <tag> | snapshot <outputs> <service> <tag> <message> | run <outputs> <service> <tag> <job> | deploy <outputs> <service> <tag> <record> |
smoke <outputs> <path> [<text>] | renew <outputs> <service> <tag> <job> | steady <outputs> <service> <tag> | rollback <outputs> <service> <record or revision>"
}

[ $# -ge 3 ] || usage
verb=$1 outputs=$2
[ -r "$outputs" ] || fail "there is no file $outputs"
case "$verb $#" in
'push 5' | 'snapshot 5' | 'run 5' | 'renew 5' | 'deploy 5' | 'steady 4' | 'rollback 4')
    service=$3
    shift 3
    cluster=$(output cluster_name)
    # A job is no service of ECS's.
    case $verb in deploy | steady | rollback) ecs_service=$(output_of_service service_names) ;; esac
    assume_role
    "$verb" "$@"
    ;;
'smoke 3' | 'smoke 4')
    shift 2
    smoke "$@"
    ;;
*) usage ;;
esac
