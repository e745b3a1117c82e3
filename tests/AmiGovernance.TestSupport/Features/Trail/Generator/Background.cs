using System.Text;

namespace AmiGovernance.TestSupport.Features.Trail.Generator;

/// <summary>
/// The calls that nobody asked about: nearly all of a trail. Some mention what is looked for in other places than where it
/// counts, as real ones do: policies, commands and filters that hold names of events.
/// </summary>
internal static class Background
{
    private const string Base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    public static GeneratedEvent Next(Random random, string id, DateTime time, string region, GeneratedCaller caller)
    {
        var (source, name, request, response, readOnly) = random.Next(100) switch
        {
            < 18 => (
                "ec2",
                "DescribeInstances",
                """{"maxResults":1000,"instancesSet":{},"filterSet":{"items":[{"name":"instance-state-name","valueSet":{"items":[{"value":"running"}]}}]}}""",
                "null",
                true
            ),
            < 24 => (
                "ec2",
                "DescribeImages",
                $$$"""{"imagesSet":{"items":[{"imageId":"{{{GeneratedOrganization.ImageId(random)}}}"}]},"ownersSet":{},"filterSet":{}}""",
                "null",
                true
            ),
            < 29 => (
                "ec2",
                "CreateTags",
                $$$"""{"resourcesSet":{"items":[{"resourceId":"i-0{{{GeneratedOrganization.Hex(random, 16)}}}"}]},"tagSet":{"items":[{"key":"Name","value":"web \"blue\" {1}"},{"key":"eventName","value":"RunInstances"}]}}""",
                """{"_return":true}""",
                false
            ),
            < 44 => ("sts", "AssumeRole", AssumeRequest(caller, id), AssumeResponse(random, caller), true),
            < 55 => (
                "kms",
                "Decrypt",
                $$$"""{"encryptionContext":{"aws:ebs:id":"vol-0{{{GeneratedOrganization.Hex(random, 16)}}}"},"encryptionAlgorithm":"SYMMETRIC_DEFAULT"}""",
                "null",
                true
            ),
            < 66 => (
                "logs",
                "CreateLogStream",
                $$"""{"logGroupName":"/aws/lambda/orders-{{random.Next(50)}}","logStreamName":"2026/01/02/[$LATEST]{{GeneratedOrganization.Hex(random, 32)}}"}""",
                "null",
                false
            ),
            < 76 => (
                "ssm",
                "GetParameters",
                $$"""{"names":["/app/{{random.Next(200)}}/database","/app/{{random.Next(200)}}/key"],"withDecryption":true}""",
                "null",
                true
            ),
            < 86 => (
                "lambda",
                "ListTags20170331",
                $$"""{"resource":"arn:aws:lambda:{{region}}:{{caller.Account}}:function:orders-{{random.Next(50)}}"}""",
                "null",
                true
            ),
            < 93 => (
                "ecr",
                "BatchGetImage",
                $$"""{"repositoryName":"team/service-{{random.Next(40)}}","registryId":"{{caller.Account}}","imageIds":[{"imageTag":"{{GeneratedOrganization.Hex(random, 7)}}"}],"acceptedMediaTypes":["application/vnd.oci.image.index.v1+json"]}""",
                "null",
                true
            ),
            < 95 => (
                "iam",
                "PutRolePolicy",
                """{"roleName":"launcher","policyName":"launch","policyDocument":"{\n \"Version\": \"2012-10-17\",\n \"Statement\": [{\"Effect\": \"Allow\", \"Action\": [\"ec2:RunInstances\", \"ec2:CreateImage\"], \"Resource\": \"*\"}]\n}"}""",
                "null",
                false
            ),
            < 97 => (
                "cloudtrail",
                "LookupEvents",
                """{"eventName":"RunInstances","lookupAttributes":[{"attributeKey":"EventName","attributeValue":"RunInstances"}],"maxResults":50}""",
                "null",
                true
            ),
            < 99 => (
                "ssm",
                "SendCommand",
                """{"documentName":"AWS-RunShellScript","parameters":{"commands":["echo '{\"eventName\":\"RunInstances\",\"eventSource\":\"ec2.amazonaws.com\"}' | jq .","cd C:\\temp\\"]}}""",
                $$$"""{"command":{"commandId":"{{{id}}}","status":"Pending"}}""",
                false
            ),
            _ => (
                "events",
                "PutRule",
                """{"name":"images","eventPattern":"{\"source\":[\"aws.ec2\"],\"detail\":{\"eventName\":[\"CreateImage\",\"RunInstances\"]}}","state":"ENABLED"}""",
                "null",
                false
            ),
        };
        return new GeneratedEvent(
            id,
            time,
            $"{source}.amazonaws.com",
            name,
            region,
            caller,
            request,
            response,
            readOnly
        );
    }

    private static string AssumeRequest(GeneratedCaller caller, string id) =>
        $$"""{"roleArn":"arn:aws:iam::{{caller.Account}}:role/deploy","roleSessionName":"session-{{id[..6]}}","durationSeconds":3600}""";

    private static string AssumeResponse(Random random, GeneratedCaller caller)
    {
        var token = new StringBuilder("IQoJb3JpZ2luX2VjE");
        for (var i = 0; i < 700; i++)
            token.Append(Base64[random.Next(64)]);
        return $$$"""{"credentials":{"accessKeyId":"ASIA{{{random.Next(1_000_000)}}}","sessionToken":"{{{token}}}==","expiration":"Jan 2, 2026, 1:05:00 PM"},"assumedRoleUser":{"assumedRoleId":"AROAEXAMPLE:s","arn":"arn:aws:sts::{{{caller.Account}}}:assumed-role/deploy/s"}}""";
    }
}
