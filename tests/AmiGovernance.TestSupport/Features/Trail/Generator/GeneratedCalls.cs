using System.Globalization;

namespace AmiGovernance.TestSupport.Features.Trail.Generator;

/// <summary>A call that a reader must find, and what it must say about it.</summary>
/// <param name="Image">The image, or the image it made; empty when the record does not tell.</param>
/// <param name="Outcome">As the reports spell it.</param>
internal sealed record GeneratedCall(GeneratedEvent Event, string Image, string Outcome)
{
    /// <summary>The image that a copy is made of.</summary>
    public string Copied { get; init; } = "";
}

/// <summary>Launches, creation, sharing and changes of guardrails, with the failures that they meet.</summary>
internal static class GeneratedCalls
{
    private const string Policy =
        "arn:aws:organizations::999999999999:policy/o-abc123xyz0/service_control_policy/p-guard123";

    private static readonly (string Code, string Message, string Outcome)[] Failures =
    [
        (
            "Client.VcpuLimitExceeded",
            "You have requested more vCPU capacity than your current vCPU limit of 32 allows for the instance bucket that the specified instance type belongs to.",
            "quota"
        ),
        ("Client.InstanceLimitExceeded", "Your quota allows for 0 more running instance(s).", "quota"),
        ("Client.InvalidParameterValue", "Invalid value 't9.huge' for InstanceType.", "invalid_parameter"),
        (
            "Client.OptInRequired",
            "In order to use this AWS Marketplace product you need to accept terms and subscribe.",
            "missing_subscription"
        ),
        (
            "Server.InsufficientInstanceCapacity",
            "We currently do not have sufficient p5.48xlarge capacity in the Availability Zone you requested.",
            "no_capacity"
        ),
        ("Client.RequestLimitExceeded", "Request limit exceeded.", "throttled"),
        ("Client.InvalidSubnetID.NotFound", "The subnet ID 'subnet-1' does not exist", "not_found"),
    ];

    public static GeneratedCall Next(
        Random random,
        GeneratedOrganization org,
        string id,
        DateTime time,
        string region,
        string account
    )
    {
        var image = org.Images[random.Next(org.Images.Length)].Id;
        // Only its owner may share an image.
        var own = $"ami-0{account}abcd";
        var role = GeneratedCaller.Role(account, $"team-{random.Next(4)}/Deploy");
        var user = GeneratedCaller.User(account, $"user{random.Next(5)}");
        GeneratedEvent Ec2(string name, GeneratedCaller caller, string request, string response) =>
            new(id, time, "ec2.amazonaws.com", name, region, caller, request, response, false);
        switch (random.Next(100))
        {
            case < 25:
                return new(
                    Ec2("RunInstances", random.Next(2) == 0 ? role : user, Direct(image), Instances(random, image)),
                    image,
                    "succeeded"
                );
            case < 50:
                return new(
                    Ec2(
                        "RunInstances",
                        GeneratedCaller.AutoScaling(account),
                        Template(random),
                        Instances(random, image)
                    ),
                    image,
                    "succeeded"
                );
            case < 60:
                return new(
                    Ec2("RunInstances", GeneratedCaller.Fleet(account), Template(random), Instances(random, image)),
                    image,
                    "succeeded"
                );
            case < 66:
            {
                // Denied for a launch template: the image stands in the error text alone.
                var byTemplate = random.Next(2) == 0;
                return new(
                    Ec2("RunInstances", role, byTemplate ? Template(random) : Direct(image), "null") with
                    {
                        ErrorCode = "Client.UnauthorizedOperation",
                        ErrorMessage =
                            $"You are not authorized to perform this operation. User: arn:aws:sts::{account}:assumed-role/Deploy/session-{id[..6]} is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:{region}::image/{image} with an explicit deny in a service control policy: {Policy}. Encoded authorization failure message: {GeneratedOrganization.Hex(random, 300)}...",
                    },
                    image,
                    "policy_denial"
                );
            }
            case < 70:
            {
                var (code, message, outcome) = Failures[random.Next(Failures.Length)];
                return new(
                    Ec2("RunInstances", user, Direct(image), "null") with
                    {
                        ErrorCode = code,
                        ErrorMessage = message,
                    },
                    image,
                    outcome
                );
            }
            case < 72:
                return new(
                    Ec2("RunInstances", role, Template(random), "null") with
                    {
                        ErrorCode = "Client.InvalidParameterCombination",
                        ErrorMessage =
                            "Network interfaces and an instance-level subnet ID may not be specified on the same request",
                    },
                    "",
                    "invalid_parameter"
                );
            case < 76:
                return new(
                    Ec2(
                        "RequestSpotInstances",
                        user,
                        $$$$"""{"spotPrice":"1.0","instanceCount":1,"type":"one-time","launchSpecification":{"imageId":"{{{{image}}}}","instanceType":"c7g.large","monitoring":{"enabled":false}}}""",
                        """{"requestId":"r","spotInstanceRequestSet":{"items":[{"spotInstanceRequestId":"sir-1","state":"open"}]}}"""
                    ),
                    image,
                    "succeeded"
                );
            case < 82:
                return Created(
                    Ec2(
                        "CreateImage",
                        role,
                        $$$"""{"instanceId":"i-0{{{GeneratedOrganization.Hex(random, 16)}}}","name":"backup-{{{id}}}","noReboot":true}""",
                        "null"
                    ),
                    random
                );
            case < 86:
                return Created(
                    Ec2(
                        "CopyImage",
                        user,
                        $$"""{"sourceRegion":"us-east-1","sourceImageId":"{{image}}","name":"copy-{{id}}","encrypted":true}""",
                        "null"
                    ),
                    random
                ) with
                {
                    Copied = image,
                };
            case < 88:
                return Created(
                    Ec2(
                        "RegisterImage",
                        user,
                        $$$$"""{"name":"registered-{{{{id}}}}","rootDeviceName":"/dev/xvda","blockDeviceMapping":{"items":[{"deviceName":"/dev/xvda","ebs":{"snapshotId":"snap-0{{{{GeneratedOrganization.Hex(random, 16)}}}}"}}]}}""",
                        "null"
                    ),
                    random
                );
            case < 90:
                return new(
                    Ec2(
                        "CreateImage",
                        role,
                        """{"instanceId":"i-0123456789abcdef0","name":"denied","noReboot":true}""",
                        "null"
                    ) with
                    {
                        ErrorCode = "Client.UnauthorizedOperation",
                        ErrorMessage =
                            $"You are not authorized to perform this operation. User: arn:aws:sts::{account}:assumed-role/Deploy/s is not authorized to perform: ec2:CreateImage on resource: arn:aws:ec2:{region}:{account}:instance/i-0123456789abcdef0 because no service control policy allows the ec2:CreateImage action",
                    },
                    "",
                    "policy_denial"
                );
            case < 94:
                return new(
                    Ec2(
                        "ModifyImageAttribute",
                        user,
                        $$$$"""{"attributeType":"launchPermission","imageId":"{{{{own}}}}","launchPermission":{"{{{{(random.Next(4) == 0 ? "remove" : "add")}}}}":{"items":[{{{{(random.Next(3) == 0 ? "{\"group\":\"all\"}" : "{\"userId\":\"846424999548\"}")}}}}]}}}""",
                        """{"requestId":"r","_return":true}"""
                    ),
                    own,
                    "succeeded"
                );
            case < 96:
                return new(
                    Ec2(
                        "ModifyImageAttribute",
                        user,
                        $$$$"""{"attributeType":"launchPermission","imageId":"{{{{own}}}}","launchPermission":{"add":{"items":[{"group":"all"}]}}}""",
                        "null"
                    ) with
                    {
                        ErrorCode = "Client.OperationNotPermitted",
                        ErrorMessage =
                            "You can’t publicly share this image because block public access for AMIs is enabled for this account. To publicly share the image, you must call the DisableImageBlockPublicAccess API.",
                    },
                    own,
                    "policy_denial"
                );
            case < 98:
                return new(
                    Ec2(
                        "DisableImageBlockPublicAccess",
                        user,
                        "{\"DisableImageBlockPublicAccessRequest\":{}}",
                        """{"DisableImageBlockPublicAccessResponse":{"imageBlockPublicAccessState":"unblocked"}}"""
                    ),
                    "",
                    "succeeded"
                );
            default:
                return new(
                    new GeneratedEvent(
                        id,
                        time,
                        "organizations.amazonaws.com",
                        "DetachPolicy",
                        "us-east-1",
                        role,
                        $$"""{"policyId":"p-guard123","targetId":"{{account}}"}""",
                        "null",
                        false
                    ),
                    "",
                    "succeeded"
                );
        }
    }

    private static GeneratedCall Created(GeneratedEvent call, Random random)
    {
        var image = GeneratedOrganization.ImageId(random);
        return new(call with { Response = $$"""{"requestId":"r","imageId":"{{image}}"}""" }, image, "succeeded");
    }

    private static string Direct(string image) =>
        $$$"""{"instancesSet":{"items":[{"imageId":"{{{image}}}","minCount":1,"maxCount":1}]},"instanceType":"m7i.large","subnetId":"subnet-0e540f0c7ffb48ae9","clientToken":"5dd59182-3917-421c-9b2c-7c92954b66ee","blockDeviceMapping":{},"monitoring":{"enabled":false},"disableApiStop":false,"disableApiTermination":false}""";

    private static string Template(Random random) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"instancesSet":{"items":[{"minCount":1,"maxCount":1}]},"launchTemplate":{"launchTemplateId":"lt-0{{{random.Next(20):x16}}}","version":"{{{random.Next(1, 4)}}}"},"subnetId":"subnet-0e540f0c7ffb48ae9"}"""
        );

    private static string Instances(Random random, string image)
    {
        var items = Enumerable
            .Range(0, random.Next(1, 4))
            .Select(_ =>
                $$$"""{"instanceId":"i-0{{{GeneratedOrganization.Hex(random, 16)}}}","imageId":"{{{image}}}","currentState":{"code":0,"name":"pending"},"privateDnsName":"ip-10-0-{{{random.Next(256)}}}-{{{random.Next(256)}}}.ec2.internal","amiLaunchIndex":0,"productCodes":{},"instanceType":"m7i.large","launchTime":{{{random.NextInt64(1767225600000, 1798761600000)}}},"placement":{"availabilityZone":"us-east-1a","tenancy":"default"},"monitoring":{"state":"disabled"},"subnetId":"subnet-0e540f0c7ffb48ae9","vpcId":"vpc-0a1b2c3d4e5f60718","stateReason":{"code":"pending","message":"pending"},"architecture":"x86_64","rootDeviceType":"ebs","rootDeviceName":"/dev/xvda","blockDeviceMapping":{},"virtualizationType":"hvm","hypervisor":"xen","tagSet":{"items":[{"key":"Name","value":"app"}]},"groupSet":{"items":[{"groupId":"sg-0a1b2c3d4e5f60718","groupName":"app"}]},"sourceDestCheck":true,"networkInterfaceSet":{"items":[{"networkInterfaceId":"eni-0{{{GeneratedOrganization.Hex(random, 16)}}}","status":"in-use"}]},"ebsOptimized":false,"enaSupport":true,"metadataOptions":{"state":"pending","httpTokens":"required"}}"""
            );
        return $$$"""{"requestId":"r","reservationId":"r-0{{{GeneratedOrganization.Hex(random, 16)}}}","groupSet":{},"instancesSet":{"items":[{{{string.Join(',', items)}}}]}}""";
    }
}
