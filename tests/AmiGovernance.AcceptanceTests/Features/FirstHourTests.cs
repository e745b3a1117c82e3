using AmiGovernance.AcceptanceTests.Documentation;
using AmiGovernance.Sandbox.Generation;

namespace AmiGovernance.AcceptanceTests.Features;

/// <summary>
/// From an empty folder, in an organization of 200 accounts that nobody governs, to a reviewed configuration, audit mode, and the answer
/// who would be blocked: in five commands.
/// </summary>
public sealed class FirstHourTests
{
    private static readonly string[] Commands =
    [
        "amigov init --yes --from-organization --trail trail",
        "amigov validate",
        "amigov plan",
        "amigov apply --yes --reason CHG-1",
        "amigov backtest trail --lookup-owners --top 0",
    ];

    /// <summary>An alias, a publisher or a service stands on the list; all others are left to people.</summary>
    private static readonly OwnerRole[] Listed =
    [
        OwnerRole.Team,
        OwnerRole.Alias,
        OwnerRole.KnownPublisher,
        OwnerRole.Vendor,
        OwnerRole.ManagedService,
    ];

    [Fact]
    public void Five_commands_lead_to_audit_mode_and_to_who_would_be_blocked()
    {
        using var terminal = new ConsoleTerminal();
        terminal.Run("amigov sandbox start --grown --accounts 200 --trail trail", []);
        var screens = Commands.Select(c => terminal.Run(c, []) ?? "").ToList();

        Assert.Contains("✅ VALIDATION PASSED", screens[1], StringComparison.Ordinal);
        Assert.Contains("mode: none → audit_mode", screens[2], StringComparison.Ordinal);
        Assert.Contains("✓ 6 calls, deployment", screens[3], StringComparison.Ordinal);
        Assert.Contains("would be denied by enforcement", OneLine(screens[4]), StringComparison.Ordinal);

        var truth = terminal.Grown!.Owners;
        Assert.All(
            truth.Where(o => Listed.Contains(o.Role)),
            o =>
                Assert.DoesNotContain(
                    $" {o.Owner} ",
                    screens[4].Split("USE OF THE ALLOW LIST")[0],
                    StringComparison.Ordinal
                )
        );
        Assert.All(
            truth.Where(o => o.Role is OwnerRole.Stranger or OwnerRole.LookAlike or OwnerRole.FormerStranger),
            o => Assert.Contains($"find out who {o.Owner} is", screens[4], StringComparison.Ordinal)
        );
    }

    /// <summary>Published recordings of real accounts have one launch, and it was refused: then nothing is proposed, and nothing is claimed.</summary>
    [Fact]
    public void Where_no_launch_succeeded_nothing_is_proposed()
    {
        var folder = RepositoryRoot.File("..", "shared", "data", "cloudtrail-stratus", "docs", "detonation-logs");
        Assert.SkipUnless(Directory.Exists(folder), "the published recordings do not lie beside this checkout");
        using var amigov = new Amigov { ReadsTrailFromDisk = true, Now = DateTimeOffset.Parse("2026-11-28T12:00:00Z") };
        amigov.With(
            "org.json",
            """
            {
              "id": "o-a1b2c3d4e5", "management_account": "900138736586", "root": "r-a1b2",
              "accounts": [{ "id": "900138736586", "name": "management", "parent": "r-a1b2" }]
            }
            """
        );
        var (exit, output, _) = amigov.Run("discover", "--trail", folder, "--org", "org.json", "--days", "3650");
        Assert.Equal(0, exit);
        Assert.Contains("310 events, 0 launches that succeeded", output, StringComparison.Ordinal);
        Assert.Contains("nothing that was read uses an image", output, StringComparison.Ordinal);
        Assert.DoesNotContain("✅", output, StringComparison.Ordinal);
    }

    /// <summary>A terminal breaks long lines.</summary>
    private static string OneLine(string screen) =>
        string.Join(' ', screen.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
