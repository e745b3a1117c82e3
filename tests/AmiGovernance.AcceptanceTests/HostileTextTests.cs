using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Organizations;
using AmiGovernance.Sandbox.World;
using AmiGovernance.TestSupport.Hostile;

namespace AmiGovernance.AcceptanceTests;

/// <summary>
/// The cases whose commands reach an organization: its names, tags and descriptions, those of others' policies and those of images are a
/// stranger's too.
/// </summary>
public sealed class HostileTextTests
{
    private static readonly int Samples = TestScale.Samples(1);

    /// <summary>Of a policy's name and of a tag's key (Organizations API reference, "CreatePolicy" and "Tag").</summary>
    private const int LongestName = 128;

    public static TheoryData<string> Cases =>
        [.. GoldenCase.Names(inSandbox: true).Where((_, i) => TestScale.Takes(i, oneIn: 2))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Nothing_of_it_comes_alive(string name)
    {
        for (var seed = 0; seed < Samples; seed++)
        {
            var one = HostileSeed.Of(name, seed);
            var input = new HostileInput(one, everywhere: seed % 2 == 0);
            // On every day one of both, chosen by the name.
            foreach (var inFiles in new[] { false, true }.Where((_, i) => TestScale.Takes(i + (one & 1), oneIn: 2)))
                Assert.Empty(Problems(name, input, inFiles));
        }
    }

    private static IReadOnlyList<string> Problems(string name, HostileInput input, bool inFiles) =>
        HostilePlay.Problems(name, input, (amigov, step) => Take(amigov, step, input), inFiles);

    private static bool Take(Amigov amigov, string step, HostileInput input)
    {
        var before = PolicyIds(amigov);
        try
        {
            if (!GoldenTests.TakeStep(amigov, step))
                return false;
        }
        catch (SandboxException e)
        {
            // AWS would not take it either.
            throw new InvalidOperationException(e.Message, e);
        }
        if (step.StartsWith("@sandbox", StringComparison.Ordinal))
            Infect(amigov.Sandbox!.World, input);
        if (amigov.Sandbox is { } sandbox)
            InfectPolicies(sandbox.World, before, input);
        return true;
    }

    private static HashSet<string> PolicyIds(Amigov amigov) =>
        amigov.Sandbox is { } sandbox ? [.. sandbox.World.Organization.Policies.Select(p => p.Id)] : [];

    private static void Infect(SandboxWorld world, HostileInput input)
    {
        var organization = world.Organization;
        world.Organization = organization with
        {
            Accounts = [.. organization.Accounts.Select(a => a with { Name = Passed(input.Next()) })],
            Units = [.. organization.Units.Select(u => u with { Name = Passed(input.Next()) })],
        };
        foreach (var account in organization.Accounts)
            OrganizationTags.Set(world, account.Id.Value, Tags(TagSets.None, input));
        foreach (var image in world.Ec2.Images.ToList())
            world.Ec2.Put(
                image with
                {
                    Name = Passed(input.Next()),
                    Description = Passed(input.Next()),
                    Tags = Tags(image.Tags, input),
                }
            );
        foreach (var instance in world.Ec2.Instances.ToList())
            world.Ec2.Put(instance with { Tags = Tags(instance.Tags, input) });
    }

    /// <summary>The policies that a step brought, which are somebody else's: those of amigov come from its own commands.</summary>
    private static void InfectPolicies(SandboxWorld world, HashSet<string> before, HostileInput input)
    {
        var organization = world.Organization;
        if (organization.Policies.All(p => before.Contains(p.Id)))
            return;
        world.Organization = organization with
        {
            Policies =
            [
                .. organization.Policies.Select(p => before.Contains(p.Id) || p.AwsManaged ? p : Infected(p, input)),
            ],
        };
    }

    /// <summary>Names of policies are unique, so the hostile part follows the own one.</summary>
    private static OrganizationPolicy Infected(OrganizationPolicy policy, HostileInput input) =>
        policy with
        {
            Name = Cut(policy.Name + Passed(input.Next())),
            Description = Passed(input.Next()),
            Tags = Tags(policy.Tags, input),
        };

    private static ImmutableSortedDictionary<string, string> Tags(
        ImmutableSortedDictionary<string, string> tags,
        HostileInput input
    )
    {
        var own = tags.ToDictionary(t => t.Key, t => t.Value + Passed(input.Next()), StringComparer.Ordinal);
        return TagSets.None.SetItems(own).SetItem(Cut("Owner" + Passed(input.Next())), Passed(input.Next()));
    }

    private static string Cut(string text) => text.Length > LongestName ? text[..LongestName] : text;

    /// <summary>What XML, the protocol of EC2, can hold at all.</summary>
    private static string Passed(string text) => string.Concat(text.Where(System.Xml.XmlConvert.IsXmlChar));
}
