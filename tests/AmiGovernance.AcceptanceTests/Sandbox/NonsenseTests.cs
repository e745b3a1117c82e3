using System.Net;
using System.Text;
using System.Text.Json;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.Protocols;
using AmiGovernance.Sandbox.S3;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Sandbox;

/// <summary>What no client sends is refused in the service's own form; nothing of it reaches a bug.</summary>
public sealed class NonsenseTests
{
    [Fact]
    public async Task Requests_that_cannot_be_read_are_refused()
    {
        await using var rig = await SandboxRig.Start();
        using var wire = rig.Wire(SandboxRig.Workload);
        var deep = string.Concat(Enumerable.Repeat("a.", 10_000)) + "a=1";
        var nested = string.Concat(Enumerable.Repeat("{\"a\":", 10_000));
        foreach (
            var answer in new[]
            {
                await wire.Query("ec2", "DescribeImages", deep),
                await wire.Query("ec2", "DescribeImages", "Filter.1=x&Filter.1.Name=&MaxResults=99999999999"),
                await wire.Query(
                    "ec2",
                    "DescribeImageReferences",
                    "ImageId.1=ami-00000000&ResourceType.1.ResourceType=ec2:LaunchTemplate&ResourceType.1.ResourceTypeOption.1.OptionName=version-depth"
                ),
                await wire.Query("ec2", "EnableImageDeprecation", "ImageId=ami-00000000&DeprecateAt=tomorrow"),
                await wire.Query("ec2", "", ""),
                await wire.Query(
                    "ec2",
                    "RunInstances",
                    "ImageId=ami-0123456789abcdef0&MinCount=1&MaxCount=1&DryRun=yes"
                ),
                await wire.Query("ec2", "RunInstances", "ImageId=ami-0123456789abcdef0&MinCount=x&MaxCount=1"),
                await wire.Query("ec2", "RunInstances", "ImageId=ami-0123456789abcdef0"),
                await wire.Query("ec2", "DescribeImages", "MaxResults=many"),
                await wire.Query("sts", "AssumeRole", "RoleArn=a&RoleSessionName=b&DurationSeconds=long"),
                await wire.Json("organizations", "ListPolicies", """{"Filter":"A","Filter":"B"}"""),
                await wire.Cbor("cloudwatch", "PutDashboard", [0xA1, 0x61, 0x61, 0xFB, 0x7F, 0xF8, 0, 0, 0, 0, 0, 0]),
                await wire.Json("organizations", "ListAccounts", nested),
                await wire.Json("organizations", "ListAccounts", "[]x"),
                await wire.Json("organizations", "CreatePolicy", """{"Name":1,"Type":[],"Content":{}}"""),
                await wire.Json("ssm", "GetParameters", """{"Names":"not a list"}"""),
                await wire.Json("events", "PutTargets", """{"Rule":"x","Targets":{}}"""),
                await wire.Cbor("cloudwatch", "PutDashboard", [0xBF, 0x61]),
                await wire.Cbor("cloudwatch", "PutDashboard", [.. Enumerable.Repeat((byte)0x81, 10_000)]),
                await wire.Send(
                    "s3",
                    HttpMethod.Put,
                    "/bucket/key",
                    "zz\r\n"u8.ToArray(),
                    ("Content-Encoding", "aws-chunked")
                ),
                await wire.Send("s3", HttpMethod.Post, "/bucket?delete", "<Delete>"u8.ToArray()),
                await wire.Send(
                    "polly",
                    HttpMethod.Post,
                    "/",
                    "Action=Speak"u8.ToArray(),
                    ("Content-Type", "application/x-www-form-urlencoded")
                ),
            }
        )
        {
            Assert.True(!answer.IsOk && answer.Status is not HttpStatusCode.InternalServerError, answer.Text);
            Assert.DoesNotContain("a bug of the sandbox", answer.Text, StringComparison.Ordinal);
        }
        using var http = new HttpClient { BaseAddress = rig.Server.Address };
        using var unsigned = await http.GetAsync(
            new Uri("/?Action=DescribeImages", UriKind.Relative),
            TestContext.Current.CancellationToken
        );
        Assert.Contains(
            "MissingAuthenticationToken",
            await unsigned.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    /// <summary>Each look-up is an event itself, and stands before the others.</summary>
    [Fact]
    public async Task Pages_of_a_history_that_grows_hold_each_event_once()
    {
        await using var rig = await SandboxRig.Start();
        using var wire = rig.Wire(SandboxRig.Workload);
        foreach (var _ in Enumerable.Range(0, 30))
            await wire.Query("ec2", "DescribeImages", "");
        var (seen, body) = (new List<string>(), """{"MaxResults":5}""");
        for (var more = true; more; )
        {
            using var page = JsonDocument.Parse((await wire.Json("cloudtrail", "LookupEvents", body)).Text);
            seen.AddRange(
                page.RootElement.GetProperty("Events")
                    .EnumerateArray()
                    .Select(e => e.GetProperty("EventId").GetString()!)
            );
            more = page.RootElement.TryGetProperty("NextToken", out var token) && token.GetString() is { Length: > 0 };
            body = $$"""{"MaxResults":5,"NextToken":"{{(more ? token.GetString() : "")}}"}""";
        }
        Assert.True(seen.Count >= 30, $"{seen.Count}");
        Assert.Equal(seen.Distinct(), seen);
    }

    [Fact]
    public async Task A_page_token_is_good_for_its_own_question_alone()
    {
        await using var rig = await SandboxRig.Start(accounts: 30);
        using var wire = rig.Wire();
        using var first = JsonDocument.Parse(
            (await wire.Json("organizations", "ListAccounts", """{"MaxResults":5}""")).Text
        );
        var token = first.RootElement.GetProperty("NextToken").GetString();
        Assert.True((await wire.Json("organizations", "ListAccounts", $$"""{"NextToken":"{{token}}"}""")).IsOk);
        var other = await wire.Json(
            "organizations",
            "ListAccounts",
            $$"""{"NextToken":"{{token}}","ParentId":"r-1"}"""
        );
        Assert.Contains("INVALID_NEXT_TOKEN", other.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("settings", """{"throttle":true,"latency_ms":-1}""")]
    [InlineData("settings", """{"throttle":true,"latency_ms":"x"}""")]
    [InlineData("settings", """{"throttle":true,"read_lag_seconds":99999999999999}""")]
    [InlineData("clock", """{"days":99999999}""")]
    [InlineData("clock", """{"weeks":1}""")]
    public async Task A_control_call_that_is_refused_changes_nothing(string call, string body)
    {
        await using var rig = await SandboxRig.Start();
        var cancel = TestContext.Current.CancellationToken;
        using var http = new HttpClient { BaseAddress = rig.Server.Address };
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri($"_sandbox/{call}", UriKind.Relative), content, cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal((false, TimeSpan.Zero), (rig.Server.Throttles, rig.World.ClockOffset));
    }

    [Fact]
    public void A_folder_of_objects_is_no_object()
    {
        var folder = Directory.CreateTempSubdirectory("amigov-objects-");
        try
        {
            var objects = new FolderObjects(folder.FullName);
            objects.Put(new StoredObject("a/b", "x"u8.ToArray(), DateTimeOffset.UnixEpoch));
            objects.Remove("a");
            Assert.Equal(["a/b"], objects.Keys(""));
            Assert.False(ObjectPage.Of(objects, "", "", "", 0).IsTruncated);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The Region is what the signature says: text that nobody has checked.</summary>
    [Theory]
    [InlineData("ec2", "AuthFailure")]
    [InlineData("sts", "InvalidClientTokenId")]
    [InlineData("autoscaling", "InvalidClientTokenId")]
    public async Task A_Region_that_cannot_be_is_refused_as_one_that_is_not_there(string service, string code)
    {
        await using var rig = await SandboxRig.Start();
        using var wire = rig.Wire(SandboxRig.Workload);
        wire.Region = "nowhere";
        var answer = await wire.Query(service, "DescribeImages", "");
        Assert.False(answer.IsOk);
        Assert.Contains($"<Code>{code}</Code>", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Forms_become_the_trees_that_JSON_services_get() =>
        Assert.Equal(
            """{"Action":"X","Filter":[{"Name":"a b","Value":["1","2"]},{"Name":"\u002B"}],"AlarmNames":["n"],"Attributes":[{"key":"k","value":"v"}]}""",
            QueryForm
                .Parse(
                    "Action=X&Filter.1.Name=a+b&Filter.1.Value.2=2&Filter.1.Value.1=1&Filter.7.Name=%2B&AlarmNames.member.1=n&Attributes.entry.1.key=k&Attributes.entry.1.value=v"
                )
                .ToJsonString()
        );

    [Fact]
    public void Chunks_are_put_together_and_trailers_left_out() =>
        Assert.Equal(
            "hello world",
            Encoding.UTF8.GetString(
                AwsChunked.Decode(
                    "5;chunk-signature=abc\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:abc=\r\n\r\n"u8
                )
            )
        );

    [Theory]
    [InlineData("5\r\nhel")]
    [InlineData("hello")]
    [InlineData("-1\r\n\r\n")]
    public void Chunks_that_are_cut_are_refused(string body) =>
        Assert.Equal(
            "IncompleteBody",
            Assert.Throws<SandboxException>(() => AwsChunked.Decode(Encoding.UTF8.GetBytes(body))).Code
        );
}
