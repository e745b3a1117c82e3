using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Sandbox;

/// <summary>The sandbox behaves like AWS where it hurts: rates, late reads, meeting changes, lost answers, kill points.</summary>
public sealed class TroubleTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private static async Task<string> Code(Task<WireAnswer> call)
    {
        var answer = await call;
        return answer.IsOk ? "" : (string?)JsonNode.Parse(answer.Text)?["__type"] ?? answer.Text;
    }

    /// <summary>Burst, and what comes back in a second: AWS's documented budgets.</summary>
    [Theory]
    [InlineData(
        "organizations",
        "ListPolicies",
        """{"Filter":"SERVICE_CONTROL_POLICY"}""",
        8,
        5,
        "TooManyRequestsException"
    )]
    [InlineData("organizations", "ListAccounts", "{}", 12, 8, "TooManyRequestsException")]
    [InlineData(
        "organizations",
        "DescribePolicy",
        """{"PolicyId":"p-FullAWSAccess"}""",
        2,
        2,
        "TooManyRequestsException"
    )]
    [InlineData("cloudtrail", "LookupEvents", "{}", 2, 2, "ThrottlingException")]
    public async Task Requests_beyond_the_budget_are_refused_until_time_has_passed(
        string service,
        string operation,
        string body,
        int burst,
        int refill,
        string error
    )
    {
        await using var rig = await SandboxRig.Start();
        rig.Server.Throttles = true;
        using var wire = rig.Wire();
        async Task<int> UntilRefused()
        {
            for (var done = 0; ; done++)
                if (await Code(wire.Json(service, operation, body)) is { Length: > 0 } code)
                {
                    Assert.Equal(error, code);
                    return done;
                }
        }
        Assert.Equal(burst, await UntilRefused());
        rig.World.ClockOffset += TimeSpan.FromSeconds(1);
        Assert.Equal(refill, await UntilRefused());
        Assert.Equal(2, rig.Server.Throttle.Refused);
    }

    [Fact]
    public async Task Budgets_of_EC2_are_of_one_account_and_Region_and_differ_by_action()
    {
        await using var rig = await SandboxRig.Start(regions: 2);
        rig.Server.Throttles = true;
        async Task<int> Count(string account, string region, string operation, string form)
        {
            using var wire = rig.Wire(account);
            wire.Region = region;
            for (var done = 0; ; done++)
                if (
                    (await wire.Query("ec2", operation, form)).Text.Contains(
                        "RequestLimitExceeded",
                        StringComparison.Ordinal
                    )
                )
                    return done;
        }
        Assert.Equal(100, await Count(SandboxRig.Workload, "us-east-1", "DescribeImages", "Owner.1=self"));
        Assert.Equal(100, await Count(SandboxRig.Workload, "eu-west-1", "DescribeImages", "Owner.1=self"));
        Assert.Equal(100, await Count(WorldGenerator.GoldenImages, "us-east-1", "DescribeImages", "Owner.1=self"));
        Assert.Equal(5, await Count(SandboxRig.Workload, "us-east-1", "RunInstances", "DryRun=true"));
        Assert.Equal(1, await Count(SandboxRig.Workload, "us-east-1", "DisableImageBlockPublicAccess", "DryRun=true"));
        Assert.Equal(100, await Count(SandboxRig.Workload, "us-east-1", "ModifyImageAttribute", "DryRun=true"));
        Assert.Equal(50, await Count(SandboxRig.Workload, "us-east-1", "CreateTags", "DryRun=true"));
        Assert.Equal(50, await Count(SandboxRig.Workload, "us-east-1", "DescribeInstances", ""));
    }

    [Fact]
    public async Task Reads_show_a_change_after_the_time_or_the_calls_that_were_set()
    {
        await using var rig = await SandboxRig.Start();
        async Task<bool> IsEnabled() =>
            (await rig.Organizations("ListRoots", "{}"))["Roots"]![0]!["PolicyTypes"]!.AsArray().Count == 2;
        rig.World.ReadLag = new Lag(TimeSpan.FromMinutes(1));
        await rig.Organizations("EnablePolicyType", """{"RootId":"r-a1b2","PolicyType":"DECLARATIVE_POLICY_EC2"}""");
        Assert.False(await IsEnabled());
        rig.World.ClockOffset += TimeSpan.FromMinutes(1);
        Assert.True(await IsEnabled());
        rig.World.ReadLag = new Lag(TimeSpan.Zero, 3);
        await rig.Organizations("DisablePolicyType", """{"RootId":"r-a1b2","PolicyType":"DECLARATIVE_POLICY_EC2"}""");
        bool[] seen = [await IsEnabled(), await IsEnabled(), await IsEnabled()];
        Assert.Equal([true, true, false], seen);
    }

    [Fact]
    public async Task Images_are_read_late_too_and_policies_work_late()
    {
        await using var rig = await SandboxRig.Start();
        using var ec2 = rig.Ec2();
        var image = rig.Image(SandboxRig.Workload);
        rig.World.ReadLag = new Lag(TimeSpan.FromSeconds(10));
        await ec2.ModifyImageAttributeAsync(
            new Amazon.EC2.Model.ModifyImageAttributeRequest
            {
                ImageId = image.Id.Value,
                LaunchPermission = new Amazon.EC2.Model.LaunchPermissionModifications
                {
                    Add = [new Amazon.EC2.Model.LaunchPermission { UserId = WorldGenerator.Observability }],
                },
            },
            Cancel
        );
        async Task<int> Shares() =>
            (
                await ec2.DescribeImageAttributeAsync(
                    new Amazon.EC2.Model.DescribeImageAttributeRequest
                    {
                        ImageId = image.Id.Value,
                        Attribute = Amazon.EC2.ImageAttributeName.LaunchPermission,
                    },
                    Cancel
                )
            )
                .ImageAttribute
                .LaunchPermissions
                ?.Count
            ?? 0;
        Assert.Equal(image.LaunchPermissions.Length, await Shares());
        rig.World.ClockOffset += TimeSpan.FromSeconds(10);
        Assert.Equal(image.LaunchPermissions.Length + 1, await Shares());

        rig.World.PolicyLag = new Lag(TimeSpan.FromMinutes(5));
        rig.Attach(
            OrganizationPolicyType.ServiceControlPolicy,
            """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"ec2:DescribeImages","Resource":"*"}]}"""
        );
        await ec2.DescribeImagesAsync(new Amazon.EC2.Model.DescribeImagesRequest(), Cancel);
        rig.World.ClockOffset += TimeSpan.FromMinutes(5);
        await Assert.ThrowsAsync<Amazon.EC2.AmazonEC2Exception>(() =>
            ec2.DescribeImagesAsync(new Amazon.EC2.Model.DescribeImagesRequest(), Cancel)
        );
    }

    [Fact]
    public async Task Changes_of_the_organization_that_meet_are_refused()
    {
        await using var rig = await SandboxRig.Start();
        rig.Server.Latency = TimeSpan.FromMilliseconds(200);
        using var wire = rig.Wire();
        var codes = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(i =>
                    Code(
                        wire.Json(
                            "organizations",
                            "TagResource",
                            $$"""{"ResourceId":"r-a1b2","Tags":[{"Key":"k{{i}}","Value":"v"}]}"""
                        )
                    )
                )
        );
        Assert.Equal(1, codes.Count(c => c.Length == 0));
        Assert.Equal(3, codes.Count(c => c == "ConcurrentModificationException"));
    }

    [Fact]
    public async Task A_dropped_call_is_not_done_and_one_with_a_lost_answer_is()
    {
        await using var rig = await SandboxRig.Start();
        using var wire = rig.Wire();
        Task Tag(string key) =>
            wire.Json(
                "organizations",
                "TagResource",
                $$"""{"ResourceId":"r-a1b2","Tags":[{"Key":"{{key}}","Value":"v"}]}"""
            );
        rig.Server.Faults.Add(new Fault("organizations", "Tag*", FaultKind.Drop) { Times = 1 });
        rig.Server.Faults.Add(new Fault("organizations", "TagResource", FaultKind.LoseAnswer) { Times = 1 });
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => Tag("dropped"));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => Tag("lost"));
        await Tag("whole");
        var tags = (await rig.Organizations("ListTagsForResource", """{"ResourceId":"r-a1b2"}"""))["Tags"]!
            .AsArray()
            .Select(t => (string?)t!["Key"]);
        Assert.Equal(["lost", "whole"], tags);
    }

    /// <summary>The caller waits at the kill point; whoever watches sees it and kills it, here by giving up.</summary>
    [Theory]
    [InlineData(FaultKind.Hold, 0)]
    [InlineData(FaultKind.HoldAnswer, 1)]
    public async Task A_kill_point_holds_the_caller_before_or_after_its_call(FaultKind kind, int done)
    {
        await using var rig = await SandboxRig.Start();
        using var wire = rig.Wire();
        rig.Server.Faults.Add(new Fault("organizations", "TagResource", kind) { Skip = 1 });
        await wire.Json(
            "organizations",
            "TagResource",
            """{"ResourceId":"r-a1b2","Tags":[{"Key":"first","Value":"v"}]}"""
        );
        var held = wire.Json(
            "organizations",
            "TagResource",
            """{"ResourceId":"r-a1b2","Tags":[{"Key":"second","Value":"v"}]}"""
        );
        while (rig.Server.Faults.All[0].Happened == 0)
            await Task.Yield();
        if (done == 1)
            while (
                (await rig.Organizations("ListTagsForResource", """{"ResourceId":"r-a1b2"}"""))["Tags"]!.AsArray().Count
                < 2
            )
                await Task.Yield();
        Assert.False(held.IsCompleted);
        Assert.Equal(
            1 + done,
            (await rig.Organizations("ListTagsForResource", """{"ResourceId":"r-a1b2"}"""))["Tags"]!.AsArray().Count
        );
        wire.Dispose();
        await Assert.ThrowsAnyAsync<Exception>(() => held);
    }

    [Fact]
    public async Task The_control_calls_move_the_clock_script_faults_and_tell_what_happened()
    {
        await using var rig = await SandboxRig.Start();
        using var http = new HttpClient { BaseAddress = new Uri(rig.Server.Address, "_sandbox/") };
        async Task<JsonNode> Send(HttpMethod method, string path, string? body = null)
        {
            using var request = new HttpRequestMessage(method, path)
            {
                Content = body is null ? null : new StringContent(body),
            };
            return (await (await http.SendAsync(request, Cancel)).Content.ReadFromJsonAsync<JsonNode>(Cancel))!;
        }
        Assert.Equal(
            "2026-01-05T13:00:00Z",
            (string?)(await Send(HttpMethod.Post, "clock", """{"days":2,"hours":1}"""))["now"]
        );
        Assert.Equal(
            "2027-01-01T00:00:00Z",
            (string?)(await Send(HttpMethod.Post, "clock", """{"to":"2027-01-01T00:00:00Z"}"""))["now"]
        );
        Assert.Equal(
            1,
            (int?)
                (
                    await Send(
                        HttpMethod.Post,
                        "faults",
                        """{"kind":"error","service":"organizations","operation":"ListRoots","code":"TooManyRequestsException","status":400,"times":1}"""
                    )
                )["added"]
        );
        using var wire = rig.Wire();
        Assert.Equal("TooManyRequestsException", await Code(wire.Json("organizations", "ListRoots", "{}")));
        Assert.Equal("", await Code(wire.Json("organizations", "ListRoots", "{}")));
        Assert.Equal(1, (int?)(await Send(HttpMethod.Get, "faults"))[0]!["happened"]);
        Assert.Contains(
            "`erorr` is not known here",
            (string?)(await Send(HttpMethod.Post, "faults", """{"kind":"erorr"}"""))["error"],
            StringComparison.Ordinal
        );
        Assert.Equal(2, (int?)(await Send(HttpMethod.Post, "settings", """{"latency_ms":2}"""))["latency_ms"]);
        Assert.Equal(
            "there is no setting speed",
            (string?)(await Send(HttpMethod.Post, "settings", """{"speed":2}"""))["error"]
        );
        Assert.Equal(2, (int?)(await Send(HttpMethod.Get, "statistics"))["requests"]);
        Assert.Equal("o-a1b2c3d4e5", (string?)(await Send(HttpMethod.Get, "world"))["organization"]!["id"]);
        http.DefaultRequestHeaders.Add("Origin", "https://example.com");
        Assert.Equal(
            "browsers may not call the sandbox",
            (string?)(await Send(HttpMethod.Post, "clock", """{"days":2}"""))["error"]
        );
    }

    [Fact]
    public async Task Many_sandboxes_run_side_by_side_and_share_nothing()
    {
        var rigs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SandboxRig.Start()));
        Assert.Equal(8, rigs.Select(r => r.Server.Address.Port).Distinct().Count());
        await rigs[0].Organizations("CreateOrganizationalUnit", """{"ParentId":"r-a1b2","Name":"only here"}""");
        Assert.Equal([9, 8, 8, 8, 8, 8, 8, 8], rigs.Select(r => r.World.Organization.Units.Length));
        foreach (var rig in rigs)
            await rig.DisposeAsync();
    }

    [Fact]
    public async Task Five_thousand_accounts_in_two_hundred_units_are_listed_page_by_page()
    {
        await using var rig = await SandboxRig.Start(accounts: 5000, images: 0);
        Assert.Equal(200, rig.World.Organization.Units.Length);
        var (ids, token) = (new HashSet<string>(StringComparer.Ordinal), (string?)null);
        do
        {
            var page = await rig.Organizations(
                "ListAccounts",
                token is null ? "{}" : $$"""{"NextToken":"{{token}}"}"""
            );
            foreach (var account in page["Accounts"]!.AsArray())
                ids.Add((string)account!["Id"]!);
            token = (string?)page["NextToken"];
        } while (token is not null);
        Assert.Equal(5000, ids.Count);
        Assert.Equal(250, rig.Server.Statistics.Of("organizations", "ListAccounts"));
    }
}
