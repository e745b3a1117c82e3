using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Sandbox.CloudTrail;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Features.Discovery;

/// <summary>An organization of which the truth is known: the proposal is exact.</summary>
public sealed class GrownOrganizationTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Amigov amigov = new() { Now = Now };
    private readonly GrownOrganization grown = Grown.Value.Organization;

    /// <summary>Grown once: the tests only read it, one after the other.</summary>
    private static readonly Lazy<(GrownOrganization Organization, Dictionary<string, byte[]> Logs)> Grown = new(Grow);

    private static (GrownOrganization, Dictionary<string, byte[]>) Grow()
    {
        var grown = GrownGenerator.Create(
            new WorldSize(Accounts: 200, Regions: 2, Images: 0, Seed: 7),
            new Amigov.FixedTime(Now)
        );
        var objects = new MemoryObjects();
        var delivery = TrailDelivery.Start(grown.World, objects);
        delivery.TakePast();
        return (grown, delivery.Deliver().ToDictionary(key => $"logs/{key}", k => objects.Find(k)!.Content.ToArray()));
    }

    public GrownOrganizationTests()
    {
        foreach (var (path, content) in Grown.Value.Logs)
            amigov.Files.Files[path] = content;
        amigov.Sandbox = SandboxServer.Start(grown.World).GetAwaiter().GetResult();
    }

    public void Dispose() => amigov.Dispose();

    private JsonElement Discover(params string[] more)
    {
        var (code, output, error) = amigov.Run(["discover", "--output", "json", .. more]);
        Assert.True(code is 0 or 4, error);
        return JsonDocument.Parse(output).RootElement;
    }

    /// <summary>By what an allow list would name: the alias, the service, the account.</summary>
    private static string KeyOf(GrownOwner owner) => ManagedServiceAccounts.ServiceOf(owner.Owner) ?? owner.Owner;

    private static string ProposalFor(OwnerRole role) =>
        role switch
        {
            OwnerRole.Team or OwnerRole.KnownPublisher or OwnerRole.Vendor => "publisher",
            OwnerRole.Alias => "alias",
            OwnerRole.ManagedService => "managed_service",
            OwnerRole.SelfBuilt or OwnerRole.Stranger => "exception",
            _ => "refuse",
        };

    [Fact]
    public void The_proposal_is_the_truth()
    {
        var report = Discover("--trail", "logs");
        var owners = report
            .GetProperty("owners")
            .EnumerateArray()
            .ToDictionary(o => o.GetProperty("owner").GetString()!);
        Assert.Equal(
            grown
                .Owners.GroupBy(KeyOf)
                .ToImmutableSortedDictionary(g => g.Key, g => ProposalFor(g.First().Role), StringComparer.Ordinal),
            owners.ToImmutableSortedDictionary(
                o => o.Key,
                o => o.Value.GetProperty("proposal").GetString()!,
                StringComparer.Ordinal
            )
        );
        foreach (var owner in grown.Owners)
        {
            var found = owners[KeyOf(owner)];
            Assert.Equal(owner.Role == OwnerRole.LookAlike, found.TryGetProperty("name_confusion", out _));
            if (owner.Role is OwnerRole.Stranger or OwnerRole.SelfBuilt)
                Assert.Equal(
                    owner.Users.Select(u => u.Value),
                    found.GetProperty("usable_by").EnumerateArray().Select(u => u.GetString())
                );
            if (owner.Role == OwnerRole.Vendor)
                Assert.Equal("medium", found.GetProperty("confidence").GetString());
        }
    }

    [Fact]
    public void Only_images_that_are_gone_are_unknown_and_they_are_counted_nowhere_else()
    {
        var report = Discover("--trail", "logs");
        var unknown = report.GetProperty("unknown").EnumerateArray().ToList();
        var gone = grown.Gone.Select(g => g.Value).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(unknown);
        Assert.All(unknown, u => Assert.Contains(u.GetProperty("image").GetString()!, gone));
        var told = report
            .GetProperty("owners")
            .EnumerateArray()
            .Sum(o => o.GetProperty("use").GetProperty("launches").GetInt64());
        Assert.Equal(grown.Owners.Sum(o => o.Launches), told + Launches(unknown));
    }

    [Fact]
    public void Replayed_it_denies_just_the_launches_of_refused_owners()
    {
        var report = Discover("--trail", "logs");
        var refused = grown
            .Owners.Where(o => o.Role is OwnerRole.LookAlike or OwnerRole.FormerStranger)
            .Sum(o => o.Launches);
        var replay = report.GetProperty("replay");
        Assert.Equal(refused, replay.GetProperty("denied").GetInt64());
        Assert.Equal(refused, replay.GetProperty("meant").GetInt64());
        Assert.Equal(
            Launches(report.GetProperty("unknown").EnumerateArray()),
            replay.GetProperty("undecided").GetInt64()
        );
        var held = report.GetProperty("held_out").GetProperty("replay");
        Assert.Equal(held.GetProperty("denied").GetInt64(), held.GetProperty("meant").GetInt64());
    }

    [Fact]
    public void What_is_written_is_valid_and_denies_nobody_who_should_live()
    {
        Discover("--trail", "logs", "--write", "config/ami_publishers.json");
        Assert.Equal(0, amigov.Run("generate").ExitCode);
        var (code, output, error) = amigov.Run("validate");
        Assert.True(code == 0, output + error);
    }

    private static long Launches(IEnumerable<JsonElement> unknown) =>
        unknown.Sum(u => u.GetProperty("use").GetProperty("launches").GetInt64());
}
