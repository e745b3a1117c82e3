using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Adoption;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Cli.Features.Adoption;

/// <summary>What comes next: amigov takes the policies over, or their carrier keeps them.</summary>
internal static class AdoptSteps
{
    public static void Write(TextWriter writer, AdoptionReport report, AdoptArguments arguments) =>
        BulletList.WriteNext(writer, Steps(report, arguments));

    private static IEnumerable<string> Steps(AdoptionReport report, AdoptArguments arguments)
    {
        if (arguments.File is null)
        {
            yield return $"`amigov adopt --write` writes the configuration to {CommonOptions.ConfigFile}";
            yield break;
        }
        var config =
            arguments.File == CommonOptions.ConfigFile ? ShellText.Empty : ShellText.Of($" --config {arguments.File}");
        var generate = SuggestedCommand.Of(ShellText.Of($"amigov generate{config}"));
        var validate = SuggestedCommand.Of(ShellText.Of($"amigov validate{config}"));
        yield return $"{generate}, then {validate}";
        if (report.Carrier != Carrier.Amigov)
        {
            var export = SuggestedCommand.Of($"amigov export {report.Carrier.Name()} --org organization.json");
            yield return $"leave the policies to {report.Carrier.Title()}: {export}"
                + " writes its files, with the ids of what is there; `amigov org export` writes that file";
            yield break;
        }
        if (report.StartsInAudit)
            yield return "when `amigov apply` is done, `amigov promote` enforces both layers through its gates;"
                + " then remove the policy that stays";
        yield return report.Replaces
            ? "take the policies over: `amigov plan --adopt` shows each call, `amigov apply --adopt` makes them; ids and attachments stay"
            : "make ours beside them: `amigov plan` shows each call, `amigov apply` makes them";
        yield return "or leave them to the system that deploys them: the same command with `--carrier terraform`, `lza` or another";
        if (report.Found.Any(p => p.Fate == PolicyFate.Stays))
            yield return "a policy that stays keeps denying what it denies; remove what ours says too when `amigov verify` is green";
    }
}
