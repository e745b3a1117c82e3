using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Governance.Proof;

namespace AmiGovernance.Cli.Features.Decisions;

/// <param name="OrganizationPath">An organization file, to prove for each of its accounts; null for the policies alone.</param>
internal sealed record ProveArguments(
    string ConfigPath,
    string Folder,
    string? OrganizationPath,
    DateOnly AsOf,
    IReadOnlyList<OutputTarget> Targets
)
{
    /// <summary>Where the certificate is written; null for none.</summary>
    public string? CertificatePath { get; init; }
}

/// <summary>Shows that each guarantee holds for every class of requests, or the request that breaks it.</summary>
internal static class ProveCommand
{
    private const string Description = "Prove each guarantee for all requests, or show a request that breaks it";

    private static readonly CommandHelp Help = new("amigov prove --org organization.json", "guarantees");

    public static Command Create(CliContext context)
    {
        var config = CommonOptions.Config();
        var asOf = CommonOptions.AsOf();
        var policies = CommonOptions.Policies();
        var org = File("--org", "An organization file: prove for each of its accounts, with the policies of others");
        var certificate = File(
            "--certificate",
            "Write the classes of requests and what decides them, for tools/check-certificate"
        );
        var output = CommonOptions.Output(CommonOptions.PageFormats);
        var command = new HelpedCommand("prove", Description, Help)
        {
            config,
            policies,
            org,
            certificate,
            asOf,
            output,
        };
        command.AddCheck(result => CheckAlone(result, org, certificate));
        command.SetAction(result =>
        {
            var arguments = new ProveArguments(
                result.GetValue(config) ?? "",
                result.GetValue(policies) ?? "",
                result.GetValue(org),
                CommonOptions.AsOf(result, asOf, context),
                CommonOptions.Targets(result, output)
            )
            {
                CertificatePath = result.GetValue(certificate),
            };
            return Run(arguments, context);
        });
        return command;
    }

    private static void CheckAlone(CommandResult result, Option<string?> org, Option<string?> certificate)
    {
        if (result.GetValue(org) is not null && result.GetValue(certificate) is not null)
            result.AddError("a certificate is about the policies alone: give --certificate without --org");
    }

    private static Option<string?> File(string name, string description) =>
        new(name) { Description = description, HelpName = "FILE" };

    internal static int Run(ProveArguments arguments, CliContext context)
    {
        var bag = new DiagnosticBag();
        var (results, organization) = Prove(arguments, context, bag);
        context.PrintFindings(bag.ToSorted());
        if (results is not { } found)
            return ExitCodes.Errors;
        var renderings = new Renderings(
            () => Renderings.Lines(writer => ProofView.WriteText(writer, found, organization)),
            () => ReportJson.Of(ProofDocument.Of(found, organization, arguments.AsOf)),
            () => ProofView.Markdown(found, organization),
            () => ProofPage.Of(found, organization, arguments.AsOf)
        );
        // Nothing proven is no proof.
        var holds = !found.IsEmpty && found.All(r => r.Outcome is ProofOutcome.Proven or ProofOutcome.NotApplicable);
        var answer = bag.HasErrors ? ExitCodes.Errors : ExitCodes.Done;
        return TableOutput.Write(context, arguments.Targets, renderings, holds ? answer : ExitCodes.No);
    }

    private static (ImmutableArray<GuaranteeResult>? Results, OrganizationProofResult? Organization) Prove(
        ProveArguments arguments,
        CliContext context,
        DiagnosticBag bag
    )
    {
        var (config, folder, day) = (arguments.ConfigPath, arguments.Folder, arguments.AsOf);
        if (arguments.CertificatePath is { } file)
            return (Certify(arguments, file, context, bag), null);
        if (arguments.OrganizationPath is not { } path)
            return (ProvePolicies.Run(config, folder, day, context.Files, bag), null);
        var organization = ProvePolicies.Run(config, folder, path, day, context.Files, bag);
        return (organization?.Guarantees, organization);
    }

    private static ImmutableArray<GuaranteeResult>? Certify(
        ProveArguments arguments,
        string file,
        CliContext context,
        DiagnosticBag bag
    )
    {
        var (config, folder, day) = (arguments.ConfigPath, arguments.Folder, arguments.AsOf);
        var proof = ProvePolicies.Certify(config, folder, day, context.Files, bag);
        if (proof?.Certificate is { } bytes)
            context.Files.Write("", [new GeneratedFile(file, bytes)], bag);
        return proof?.Guarantees;
    }
}
