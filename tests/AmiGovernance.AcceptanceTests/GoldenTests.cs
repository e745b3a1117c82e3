using System.Globalization;
using AmiGovernance.AcceptanceTests.Sandbox;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.Organizations;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests;

/// <summary>The cases in tests/data/golden whose commands reach an organization in the sandbox.</summary>
public sealed class GoldenTests
{
    public static TheoryData<string> Cases => [.. GoldenCase.Names(inSandbox: true)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Output_is_as_recorded(string name) => new GoldenCase(name).Check(TakeStep);

    internal static bool TakeStep(Amigov amigov, string step)
    {
        var (word, rest) = step.Split(' ', 2) is [var first, var more] ? (first, more) : (step, "");
        switch (word)
        {
            case "@sandbox":
                amigov.Sandbox = Start(rest, amigov.Now);
                return true;
            case "@assume":
                amigov.Sandbox!.World.Assumptions = Assumptions.Usual.With([rest])!;
                return true;
            case "@attach":
                Attach(amigov, rest.Split(' '));
                return true;
            case "@without-ec2-policies":
                var world = amigov.Sandbox!.World;
                world.Organization = world.Organization with
                {
                    UnknownTypes = [OrganizationPolicyType.DeclarativePolicyEc2],
                };
                return true;
            case "@organization":
                amigov.Sandbox!.World.Organization = amigov.Sandbox.World.Organization with { Id = rest };
                return true;
            case "@bucket":
                AddBucket(amigov, rest);
                return true;
            case "@call":
                Call(amigov, rest.Split(' ', 3));
                return true;
            case "@trail":
                amigov.Sandbox!.StartTrail();
                return true;
            case "@deliver":
                amigov.Sandbox!.Trail!.Deliver();
                return true;
            case "@refused":
                Call(amigov, rest.Split(' ', 3), isRefused: true);
                return true;
            case "@call-with":
                var agent = rest.Split(" -- ", 2);
                Call(amigov, agent[1].Split(' ', 3), agent[0]);
                return true;
            case "@fault":
                var parts = rest.Split(' ', 3);
                amigov.Sandbox!.Faults.Add(
                    new Fault(parts[0], parts[1], FaultKind.Error) { Code = parts[2], Status = 400 }
                );
                return true;
            default:
                return false;
        }
    }

    /// <summary>An empty bucket of the management account.</summary>
    private static void AddBucket(Amigov amigov, string name) =>
        amigov.Sandbox!.World.Buckets.Put(
            new Bucket(
                name,
                AccountId.Parse(WorldGenerator.Management),
                RegionName.Parse("us-east-1"),
                amigov.Now,
                new MemoryObjects()
            )
        );

    /// <summary>Somebody else's policy: `TARGET NAME FILE`.</summary>
    private static void Attach(Amigov amigov, string[] parts)
    {
        var world = amigov.Sandbox!.World;
        var policies = new OrganizationPolicies(world);
        var content = amigov.Text(parts[2]);
        var type = content.Contains("ec2_attributes", StringComparison.Ordinal)
            ? OrganizationPolicyType.DeclarativePolicyEc2
            : OrganizationPolicyType.ServiceControlPolicy;
        if (!world.Organization.EnabledTypes.Contains(type))
            policies.EnableType(world.Organization.RootId, type);
        policies.Attach(policies.Create(parts[1], type, "", content, OrganizationPolicy.NoTags).Id, parts[0]);
    }

    /// <summary>Somebody else's call with another tool: `SERVICE[@ACCOUNT] OPERATION INPUT`, the input as JSON or as the form of the query protocol.</summary>
    /// <param name="agent">What the caller says that it is; null for nothing.</param>
    /// <param name="isRefused">Whether AWS refuses it.</param>
    private static void Call(Amigov amigov, string[] parts, string? agent = null, bool isRefused = false)
    {
        var (service, account) = parts[0].Split('@') is [var named, var other]
            ? (named, other)
            : (parts[0], WorldGenerator.Management);
        using var wire = WireClient.For(amigov.Sandbox!.Address, account);
        wire.UserAgent = agent;
        var answer = (
            parts[2][0] == '{' ? wire.Json(service, parts[1], parts[2]) : wire.Query(service, parts[1], parts[2])
        )
            .GetAwaiter()
            .GetResult();
        Assert.True(answer.IsOk != isRefused, answer.ToString());
    }

    /// <param name="size">Accounts of the organization, 10 when empty; and images of each, 0 when not given.</param>
    private static SandboxServer Start(string size, DateTimeOffset now)
    {
        var numbers = size.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(n => int.Parse(n, CultureInfo.InvariantCulture))
            .ToArray();
        var world = new WorldSize(
            numbers.ElementAtOrDefault(0) is > 0 and var accounts ? accounts : 10,
            1,
            numbers.ElementAtOrDefault(1)
        );
        return SandboxServer.Start(WorldGenerator.Create(world, new Amigov.FixedTime(now))).GetAwaiter().GetResult();
    }
}
