using System.Collections.Immutable;
using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Governance.Proof;

namespace AmiGovernance.Cli.Features.Decisions;

/// <param name="OrganizationPath">An organization file, to prove for each of its accounts; null for the policies alone.</param>
internal sealed record ProveArguments(
    string ConfigPath,
    string Folder,
    string? OrganizationPath,
    DateOnly AsOf,
    IReadOnlyList<OutputTarget> Targets
);

/// <summary>Shows that each guarantee holds for every class of requests, or the request that breaks it.</summary>
internal static class ProveCommand
{
    public static Command Create(CliContext context)
    {
        var config = CommonOptions.Config();
        var asOf = CommonOptions.AsOf();
        var policies = CommonOptions.Policies();
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
            var arguments = new ProveArguments(
                result.GetValue(config) ?? "",
                result.GetValue(policies) ?? "",
                result.GetValue(org),
                CommonOptions.AsOf(result, asOf, context),
                CommonOptions.Targets(result, output)
            );
            return Run(arguments, context);
        });
        return command;
    }

    internal static int Run(ProveArguments arguments, CliContext context)
    {
        var bag = new DiagnosticBag();
        var (results, organization) = Prove(arguments, context, bag);
        context.PrintFindings(bag.ToSorted());
        if (results is not { } found)
            return ExitCodes.Errors;
        var renderings = new Renderings(
            () => Renderings.Lines(writer => ProofView.WriteText(writer, found, organization)),
            () => ProofJson.Write(found, organization, arguments.AsOf.Text()),
            () => ProofView.Markdown(found, organization)
        );
        // Nothing proven is no proof.
        var holds = !found.IsEmpty && found.All(r => r.Outcome is ProofOutcome.Proven or ProofOutcome.NotApplicable);
        return TableOutput.Write(context, arguments.Targets, renderings, holds ? ExitCodes.Done : ExitCodes.No);
    }

    private static (ImmutableArray<GuaranteeResult>? Results, OrganizationProofResult? Organization) Prove(
        ProveArguments arguments,
        CliContext context,
        DiagnosticBag bag
    )
    {
        var (config, folder, day) = (arguments.ConfigPath, arguments.Folder, arguments.AsOf);
        if (arguments.OrganizationPath is not { } path)
            return (ProvePolicies.Run(config, folder, day, context.Files, bag), null);
        var organization = ProvePolicies.Run(config, folder, path, day, context.Files, bag);
        return (organization?.Guarantees, organization);
    }
}
