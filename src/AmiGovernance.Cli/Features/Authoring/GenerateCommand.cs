using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Cli.Features.Authoring;

internal static class GenerateCommand
{
    private static readonly CommandHelp Help = new("amigov generate --check", "outputs");

    public static Command Create(CliContext context)
    {
        var config = CommonOptions.Config();
        var folder = CommonOptions.Folder();
        var asOf = CommonOptions.AsOf();
        var mode = new Option<string?>("--mode")
        {
            Description = "audit_mode or enabled; default: policy_config.enforcement_mode, else audit_mode",
            HelpName = "MODE",
        };
        mode.AcceptOnlyFromAmong([.. AllowedImagesStates.EnforcementModes]);
        var check = new Option<bool>("--check")
        {
            Description = "Write nothing; exit code 3 when a generated file is stale",
        };
        var command = new HelpedCommand("generate", "Write both policies from the configuration", Help)
        {
            config,
            folder,
            asOf,
            mode,
            check,
        };
        command.SetAction(result =>
        {
            var request = new GenerateRequest(
                result.GetValue(config) ?? "",
                result.GetValue(folder) ?? "",
                CommonOptions.AsOf(result, asOf, context),
                AllowedImagesStates.FromName(result.GetValue(mode)),
                result.GetValue(check)
            )
            {
                Deployed = DeploymentLog.ModeIn(context.Files),
            };
            return Run(request, context);
        });
        return command;
    }

    internal static int Run(GenerateRequest request, CliContext context)
    {
        var bag = new DiagnosticBag();
        var (policies, stale) = GeneratePolicies.Run(request, context.Files, bag);
        var findings = bag.ToSorted();
        context.PrintFindings(findings);
        if (context.IsGitHubActions)
            GitHubAnnotations.Write(context.Error, findings);
        if (policies is null)
        {
            context.Error.WriteLine("nothing was written");
            return ExitCodes.Errors;
        }
        if (request.CheckOnly)
            return ReportStale(context, request.OutputFolder, stale);
        ReportWritten(context, request.OutputFolder, policies);
        return ExitCodes.Done;
    }

    private static void ReportWritten(CliContext context, string folder, GeneratedPolicies policies)
    {
        AllowlistView.Write(context.Out, policies.Allowlist, context.Width);
        context.Out.WriteLine();
        foreach (var file in policies.Files)
            context.Out.WriteLine($"✓ Generated: {folder}/{file.Path}");
        context.Out.WriteLine("✓ Allowlist consistency verified");
        var effect = policies.Mode == AllowedImagesState.AuditMode ? " (no launch is blocked)" : "";
        context.Error.WriteLine($"mode: {policies.Mode.Name()}{effect}; {PolicySizes.Describe(policies)}");
        context
            .Hints(context.Error)
            .WriteLine("next: `amigov validate`, commit the configuration and these files, then `amigov plan`");
    }

    private static int ReportStale(CliContext context, string folder, IReadOnlyList<string> stale)
    {
        StaleFiles.Write(context.Out, folder, stale);
        if (stale.Count == 0)
            return ExitCodes.Done;
        context.Error.WriteLine("run `amigov generate` and commit the result");
        return ExitCodes.No;
    }
}
