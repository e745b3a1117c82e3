using System.CommandLine;
using AmiGovernance.Cli.Features.Authoring;
using AmiGovernance.Cli.Features.Exceptions;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Reporting;
using AmiGovernance.Core.Features.Validation;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Cli.Features.Validation;

/// <param name="FailsOnWarnings">For CI: warnings end with the exit code of errors.</param>
/// <param name="Fixes">Whether what has a safe fix is fixed first.</param>
internal sealed record ValidateArguments(
    ValidateRequest Request,
    bool Fixes,
    bool FailsOnWarnings,
    IReadOnlyList<OutputTarget> Targets
);

internal static class ValidateCommand
{
    public static Command Create(CliContext context)
    {
        var config = CommonOptions.Config();
        var folder = CommonOptions.Folder();
        var asOf = CommonOptions.AsOf();
        var output = CommonOptions.Output(CommonOptions.FindingFormats);
        var fix = new Option<bool>("--fix")
        {
            Description = "Fix what has a safe fix in the configuration, then validate",
        };
        var failOn = CommonOptions.FailOn();
        var command = new HelpedCommand(
            "validate",
            "Check configuration, exceptions and generated policies",
            new CommandHelp("amigov validate -o text -o sarif=report.sarif", "config")
        )
        {
            config,
            folder,
            asOf,
            output,
            fix,
            failOn,
        };
        command.SetAction(result =>
        {
            var request = new ValidateRequest(
                result.GetValue(config) ?? "",
                result.GetValue(folder) ?? "",
                CommonOptions.AsOf(result, asOf, context)
            );
            var targets = CommonOptions.Targets(result, output);
            return Run(
                new ValidateArguments(request, result.GetValue(fix), result.GetValue(failOn) == "warning", targets),
                context
            );
        });
        return command;
    }

    internal static int Run(ValidateArguments arguments, CliContext context)
    {
        var request = arguments.Request;
        if (arguments.Fixes && !Fix(context, request))
            return ExitCodes.Errors;
        var bag = new DiagnosticBag();
        var result = ValidateRepository.Run(request, context.Files, context.Git, bag);
        var report = new FindingsReport("validate", request.AsOf, bag.ToSorted());
        var written = FindingsOutput.Write(
            context,
            arguments.Targets,
            report,
            writer => WriteVerdict(writer, request, result, report)
        );
        if (!report.Passed)
            return ExceptionCommand.Refused(report.Findings);
        var isRefused = arguments.FailsOnWarnings && report.Warnings > 0;
        return written && !isRefused ? ExitCodes.Done : ExitCodes.Errors;
    }

    private static void WriteVerdict(
        TextWriter writer,
        ValidateRequest request,
        ValidateResult result,
        FindingsReport report
    )
    {
        if (result is { Config: { } config, Policies: { } policies } && report.Passed)
        {
            var publishers = Plural.Of(config.Publishers.Length + config.Aliases.Length, "publisher");
            var exceptions = Plural.Of(config.Exceptions.Length, "exception");
            writer.WriteLine($"✓ {request.ConfigPath}: {publishers}, {exceptions}");
            writer.WriteLine($"✓ {request.OutputFolder}/: {policies.Mode.Name()}; {PolicySizes.Describe(policies)}");
            writer.WriteLine("✓ Allowlist consistency verified");
            writer.WriteLine("✓ No guarantee is refuted (`amigov prove` shows them all)");
        }
        writer.WriteLine(report.Passed ? "✅ VALIDATION PASSED" : "❌ VALIDATION FAILED");
    }

    private static bool Fix(CliContext context, ValidateRequest request)
    {
        var bag = new DiagnosticBag();
        var done = new List<Diagnostic>();
        var changes = FixConfiguration.Run(request, context.Files, done, bag);
        foreach (var finding in done)
            context.Error.WriteLine(
                $"{finding.Location.Source.Path}:{finding.Location.Start.Line}: {finding.Fix?.Title}"
            );
        new DiagnosticPrinter(context.Error, width: context.ErrorWidth).Print(OmittedFindings.Cut(bag.ToSorted()));
        if (bag.HasErrors)
            return false;
        context.Error.WriteLine(
            changes == 0 ? "nothing to fix" : $"{Plural.Of(changes, "change")} made in {request.ConfigPath}"
        );
        return true;
    }
}
