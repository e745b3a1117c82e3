using System.CommandLine;
using System.Globalization;
using AmiGovernance.Cli.Output;
using AmiGovernance.Core.Diagnostics;
using AmiGovernance.Core.Identifiers;
using AmiGovernance.Core.Operations;
using AmiGovernance.Core.Proof;

namespace AmiGovernance.Cli.Commands;

/// <summary>Shows that each guarantee holds for every class of requests, or the request that breaks it.</summary>
internal static class ProveCommand
{
    public static Command Create(CliContext context)
    {
        var config = CommonOptions.Config();
        var asOf = CommonOptions.AsOf();
        var policies = new Option<string>("--policies") { Description = "The folder of the policies", HelpName = "DIR", DefaultValueFactory = _ => "dist" };
        var output = CommonOptions.Output(CommonOptions.TableFormats);
        var command = new Command("prove", "Prove each guarantee for all requests, or show a request that breaks it") { config, policies, asOf, output };
        command.SetAction(result =>
        {
            var bag = new DiagnosticBag();
            var day = CommonOptions.AsOf(result, asOf, context);
            var results = ProvePolicies.Run(result.GetValue(config) ?? "", result.GetValue(policies) ?? "", day, context.Files, bag);
            context.PrintFindings(bag.ToSorted());
            if (results is not { } found) return ExitCodes.Errors;
            var written = TableOutput.Write(context, CommonOptions.Targets(result, output), format => format switch
            {
                OutputFormat.Json => ProofView.Json(found, day.Text()),
                OutputFormat.Markdown => ProofView.Markdown(found),
                _ => Text(found),
            });
            return written != ExitCodes.Done ? written : found.All(r => r.Outcome is ProofOutcome.Proven or ProofOutcome.NotApplicable) ? ExitCodes.Done : ExitCodes.No;
        });
        return command;
    }

    private static string Text(IReadOnlyList<GuaranteeResult> results)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        ProofView.WriteText(text, results);
        return text.ToString();
    }
}
