using System.Text.Json.Nodes;
using Amazon.EC2.Model;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Ec2;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Sandbox;

/// <summary>Where the sandbox once was unlike AWS, by clients that nobody here wrote.</summary>
public sealed class AwsLikenessTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_policy_has_the_ARN_that_it_has_later()
    {
        await using var rig = await SandboxRig.Start();
        var made = await rig.Organizations(
            "CreatePolicy",
            """{"Name":"scp","Description":"","Type":"SERVICE_CONTROL_POLICY","Content":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"ec2:CreateImage\",\"Resource\":\"*\"}]}"}"""
        );
        var summary = made["Policy"]!["PolicySummary"]!;
        Assert.Equal(
            $"arn:aws:organizations::{WorldGenerator.Management}:policy/o-a1b2c3d4e5/service_control_policy/{summary["Id"]}",
            (string?)summary["Arn"]
        );
        var later = await rig.Organizations("DescribePolicy", $$"""{"PolicyId":"{{summary["Id"]}}"}""");
        Assert.Equal((string?)summary["Arn"], (string?)later["Policy"]!["PolicySummary"]!["Arn"]);
    }

    [Fact]
    public async Task Instances_of_one_launch_are_one_reservation_whenever_they_are_shown()
    {
        await using var rig = await SandboxRig.Start();
        using var ec2 = rig.Ec2();
        var launch = SandboxRig.Launch(rig.Image(WorldGenerator.GoldenImages));
        (launch.MaxCount, launch.ClientToken) = (2, "twins");
        var started = (await ec2.RunInstancesAsync(launch, Cancel)).Reservation;
        var filter = new Filter("client-token", ["twins"]);
        var described = await ec2.DescribeInstancesAsync(new DescribeInstancesRequest { Filters = [filter] }, Cancel);
        var shown = Assert.Single(described.Reservations);
        Assert.Equal(started.ReservationId, shown.ReservationId);
        Assert.Equal(
            started.Instances.Select(i => i.InstanceId).Order(),
            shown.Instances.Select(i => i.InstanceId).Order()
        );
        // Sent again, nothing more starts.
        Assert.Equal(started.ReservationId, (await ec2.RunInstancesAsync(launch, Cancel)).Reservation.ReservationId);
        launch.InstanceType = "m7i.large";
        Assert.Equal(
            "IdempotentParameterMismatch",
            (await SandboxRig.Error(ec2.RunInstancesAsync(launch, Cancel))).Code
        );
    }

    [Fact]
    public async Task Images_say_their_platform_and_can_be_found_by_it()
    {
        await using var rig = await SandboxRig.Start();
        var linux = rig.Image(SandboxRig.Workload);
        var windows = linux with
        {
            Id = ImageId.Parse("ami-0000000000000abcd"),
            Name = "windows",
            Platform = ImagePlatform.Of("Windows"),
        };
        rig.World.Ec2.Put(windows);
        using var ec2 = rig.Ec2();
        async Task<List<Image>> Find(string name, string value) =>
            (
                await ec2.DescribeImagesAsync(
                    new DescribeImagesRequest { Owners = ["self"], Filters = [new Filter(name, [value])] },
                    Cancel
                )
            ).Images
            ?? [];
        var found = Assert.Single(await Find("platform", "windows"));
        Assert.Equal(("Windows", "RunInstances:0002"), (found.PlatformDetails, found.UsageOperation));
        Assert.Single(await Find("usage-operation", "RunInstances:0002"));
        Assert.All(await Find("platform-details", "Linux/UNIX"), i => Assert.Null(i.Platform));
        Assert.NotEmpty(await Find("block-device-mapping.volume-type", "gp3"));
        Assert.NotEmpty(await Find("root-device-name", "/dev/xvda"));
        Assert.Empty(await Find("boot-mode", "uefi"));
    }

    [Fact]
    public async Task What_the_sandbox_does_not_know_is_not_called_invalid()
    {
        await using var rig = await SandboxRig.Start();
        using var ec2 = rig.Ec2();
        var error = await SandboxRig.Error(
            ec2.DescribeInstancesAsync(
                new DescribeInstancesRequest { Filters = [new Filter("metadata-options.http-tokens", ["required"])] },
                Cancel
            )
        );
        Assert.Equal("UnsupportedOperation", error.Code);
        Assert.StartsWith(
            "The sandbox does not know the filter 'metadata-options",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_launch_template_names_who_made_it_and_an_instance_its_zone()
    {
        await using var rig = await SandboxRig.Start();
        using var ec2 = rig.Ec2();
        var template = await ec2.CreateLaunchTemplateAsync(
            new CreateLaunchTemplateRequest
            {
                LaunchTemplateName = "mine",
                LaunchTemplateData = new RequestLaunchTemplateData { InstanceType = "t3.micro" },
            },
            Cancel
        );
        Assert.Equal($"arn:aws:iam::{SandboxRig.Workload}:user/administrator", template.LaunchTemplate.CreatedBy);
        var metadata = await ec2.DescribeInstanceImageMetadataAsync(
            new DescribeInstanceImageMetadataRequest { Filters = [new Filter("zone-id", ["use1-az1"])] },
            Cancel
        );
        Assert.NotEmpty(metadata.InstanceImageMetadata);
        Assert.Equal("apne1-az1", Networks.ZoneId(RegionName.Parse("ap-northeast-1")));
        Assert.Equal("usgw1-az1", Networks.ZoneId(RegionName.Parse("us-gov-west-1")));
    }

    [Fact]
    public async Task Events_are_found_by_the_resources_that_they_are_about()
    {
        await using var rig = await SandboxRig.Start();
        using var ec2 = rig.Ec2();
        var image = rig.Image(WorldGenerator.GoldenImages);
        var started = (await ec2.RunInstancesAsync(SandboxRig.Launch(image), Cancel)).Reservation.Instances[0];
        using var wire = rig.Wire(SandboxRig.Workload);
        async Task<JsonArray> LookUp(string key, string value)
        {
            var attributes = $$"""{"LookupAttributes":[{"AttributeKey":"{{key}}","AttributeValue":"{{value}}"}]}""";
            return JsonNode.Parse((await wire.Json("cloudtrail", "LookupEvents", attributes)).Text)![
                "Events"
            ]!.AsArray();
        }
        Assert.Equal(
            "RunInstances",
            (string?)Assert.Single(await LookUp("ResourceName", started.InstanceId))!["EventName"]
        );
        var found = (await LookUp("ResourceType", "AWS::EC2::Ami"))[0]!;
        Assert.Contains(found["Resources"]!.AsArray(), r => (string?)r!["ResourceName"] == image.Id.Value);
        Assert.Empty(await LookUp("ResourceName", "ami-00000000000000000"));
    }

    /// <summary>The two that the row names, and those of the user guide's examples.</summary>
    [Theory]
    [InlineData("%[Ee]rror%", "an Error", true)]
    [InlineData("%[Ee]rror%", "fine", false)]
    [InlineData("ERROR -ok", "ERROR found", true)]
    [InlineData("ERROR -ok", "ERROR ok", false)]
    [InlineData("?ERROR ?WARN", "a WARN", true)]
    [InlineData("?ERROR ?WARN", "an INFO", false)]
    [InlineData("\"INTERNAL SERVER ERROR\"", "[ERROR] INTERNAL SERVER ERROR", true)]
    [InlineData("", "anything", true)]
    [InlineData("{ $.eventType = %Trail% }", "{\"eventType\":\"UpdateTrail\"}", true)]
    [InlineData("{ $.bandwidth > 75 }", "{\"bandwidth\":75}", false)]
    [InlineData("{ $.bandwidth >= 75 }", "{\"bandwidth\":75}", true)]
    public async Task A_metric_filter_matches_as_the_user_guide_says(string pattern, string message, bool matches)
    {
        await using var rig = await SandboxRig.Start();
        using var wire = rig.Wire();
        var body = new JsonObject { ["filterPattern"] = pattern, ["logEventMessages"] = new JsonArray(message) };
        var answer = await wire.Json("logs", "TestMetricFilter", body.ToJsonString());
        Assert.True(answer.IsOk, answer.Text);
        Assert.Equal(matches ? 1 : 0, JsonNode.Parse(answer.Text)!["matches"]!.AsArray().Count);
    }

    [Fact]
    public async Task An_object_is_not_overwritten_where_it_must_not_exist()
    {
        await using var rig = await SandboxRig.Start();
        using var wire = rig.Wire();
        Task<WireAnswer> Put(string header, string value) =>
            wire.Send("s3", HttpMethod.Put, "/likeness/key", "a"u8.ToArray(), (header, value));
        await wire.Send("s3", HttpMethod.Put, "/likeness", []);
        Assert.Contains("NoSuchKey", (await Put("If-Match", "\"x\"")).Text, StringComparison.Ordinal);
        Assert.True((await Put("If-None-Match", "*")).IsOk);
        Assert.Contains("PreconditionFailed", (await Put("If-None-Match", "*")).Text, StringComparison.Ordinal);
        Assert.Contains("NotImplemented", (await Put("If-None-Match", "\"x\"")).Text, StringComparison.Ordinal);
        Assert.Contains("PreconditionFailed", (await Put("If-Match", "\"x\"")).Text, StringComparison.Ordinal);
        Assert.True((await Put("If-Match", "\"0cc175b9c0f1b6a831c399e269772661\"")).IsOk);
        var known = await wire.Send(
            "s3",
            HttpMethod.Get,
            "/likeness/key",
            [],
            ("If-None-Match", "\"0cc175b9c0f1b6a831c399e269772661\"")
        );
        Assert.Equal((304, ""), ((int)known.Status, known.Text));
    }

    [Fact]
    public async Task Presigned_URLs_work_and_too_large_bodies_are_refused()
    {
        await using var rig = await SandboxRig.Start();
        using var cli = new AwsCli(rig.Server) { Configuration = "[default]\ns3 =\n  signature_version = s3v4\n" };
        var (code, output, error) = await cli.Bash(
            """
            set -e
            aws s3api create-bucket --bucket likeness > made
            printf hello > small; aws s3 cp small s3://likeness/a/b.txt > copied
            url=$(aws s3 presign s3://likeness/a/b.txt --expires-in 60)
            curl -sf "$url"; echo
            curl -s "${url/b.txt/c.txt}" | grep -o '<Code>[A-Za-z]*'
            curl -s "${url%%\?*}?AWSAccessKeyId=AKIA&Signature=x&Expires=1" | grep -o '<Code>[A-Za-z]*'
            curl -s "$(sed 's/X-Amz-Expires=60/X-Amz-Expires=700000/' <<< "$url")" | grep -o '<Code>[A-Za-z]*'
            truncate -s 101M large
            aws s3api put-object --bucket likeness --key large --body large 2>&1 || true
            aws s3api list-objects-v2 --bucket likeness --query 'Contents[].Key' --output text
            """
        );
        Assert.True(code == 0, output + error);
        Assert.StartsWith("hello\n", output, StringComparison.Ordinal);
        Assert.Contains(
            "<Code>SignatureDoesNotMatch\n<Code>InvalidRequest\n<Code>AuthorizationQueryParametersError\n",
            output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "(EntityTooLarge) when calling the PutObject operation: The sandbox takes",
            output,
            StringComparison.Ordinal
        );
        Assert.EndsWith("a/b.txt\n", output, StringComparison.Ordinal);
    }
}
