using System.Net;
using System.Text;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Protocols;

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
