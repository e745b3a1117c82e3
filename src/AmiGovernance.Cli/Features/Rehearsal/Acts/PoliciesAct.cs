using AmiGovernance.Cli.Features.Rehearsal.Stage;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Features.Rehearsal.Acts;

/// <summary>The policies are generated, checked, and proven against the organization.</summary>
internal sealed class PoliciesAct : IRehearsalAct
{
    public async Task Play(RehearsalStage stage, CancellationToken cancel)
    {
        stage.Act("From one file to two policies");
        await stage.Do(["generate"], Generated, cancel);
        await stage.Do(
            ["validate", "-o", "json=reports/validation.json"],
            _ => stage.Reports.Validation("reports/validation.json"),
            cancel
        );
        await stage.Do(["org", "export"], _ => "the organization as a file, to prove against", cancel);
        await stage.Do(
            ["prove", "--org", "organization.json", "-o", "json=reports/proof.json"],
            _ => stage.Reports.Proof("reports/proof.json"),
            cancel
        );
    }

    private static string Generated(CommandRun run)
    {
        var files = run.Out.Split("✓ Generated").Length - 1;
        return $"{Plural.Of(files, "file")} in dist/, for audit mode";
    }
}
