using System.CommandLine;
using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Governance.Proof;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>Shows that each guarantee holds for every class of requests, or the request that breaks it.</summary>
internal static class ProveCommand
{
    public static Command Create(CliContext context)
    {
        var config = CommonOptions.Config();
        var asOf = CommonOptions.AsOf();
        var policies = new Option<string>("--policies")
        {
            Description = "The folder of the policies",
            HelpName = "DIR",
            DefaultValueFactory = _ => "dist",
        };
        var org = new Option<string?>("--org")
        {
            Description = "An organization file: prove for each of its accounts, with the policies of others",
            HelpName = "FILE",
        };
        var output = CommonOptions.Output(CommonOptions.TableFormats);
        var command = new Command("prove", "Prove each guarantee for all requests, or show a request that breaks it")
        {
            config,
            policies,
            org,
            asOf,
            output,
        };
        command.SetAction(result =>
        {
            var bag = new DiagnosticBag();
            var day = CommonOptions.AsOf(result, asOf, context);
            var (configPath, folder) = (result.GetValue(config) ?? "", result.GetValue(policies) ?? "");
            var organization = result.GetValue(org) is { } file
                ? ProvePolicies.Run(configPath, folder, file, day, context.Files, bag)
                : null;
            var results = result.GetValue(org) is null
                ? ProvePolicies.Run(configPath, folder, day, context.Files, bag)
                : organization?.Guarantees;
            context.PrintFindings(bag.ToSorted());
            if (results is not { } found)
                return ExitCodes.Errors;
            var written = TableOutput.Write(
                context,
                CommonOptions.Targets(result, output),
                format =>
                    format switch
                    {
                        OutputFormat.Json => ProofView.Json(found, organization, day.Text()),
                        OutputFormat.Markdown => ProofView.Markdown(found, organization),
                        _ => Text(found, organization),
                    }
            );
            if (written != ExitCodes.Done)
                return written;
            return !found.IsEmpty && found.All(r => r.Outcome is ProofOutcome.Proven or ProofOutcome.NotApplicable)
                ? ExitCodes.Done
                : ExitCodes.No;
        });
        return command;
    }

    private static string Text(IReadOnlyList<GuaranteeResult> results, OrganizationProofResult? organization)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        ProofView.WriteText(text, results, organization);
        return text.ToString();
    }
}
