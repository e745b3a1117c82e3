using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Reporting;

namespace AmiGovernance.Cli.Features.Decisions;

internal sealed record LintArguments(
    IReadOnlyList<string> Files,
    bool WarningsAsErrors,
    IReadOnlyList<OutputTarget> Targets
);

internal static class LintCommand
{
    public static Command Create(CliContext context)
    {
        var paths = new Argument<string[]>("FILE")
        {
            Description = "Service control policies or EC2 declarative policies",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = CommonOptions.Output(CommonOptions.FindingFormats);
        var failOn = CommonOptions.FailOn();
        var command = new HelpedCommand(
            "lint",
            "Check any service control policy or EC2 declarative policy",
            new CommandHelp("amigov lint scp.json --fail-on warning", "action-table")
        )
        {
            failOn,
            paths,
            output,
        };
        command.SetAction(result =>
        {
            var (files, targets) = (result.GetValue(paths) ?? [], CommonOptions.Targets(result, output));
            return Run(new LintArguments(files, result.GetValue(failOn) == "warning", targets), context);
        });
        return command;
    }

    internal static int Run(LintArguments arguments, CliContext context)
    {
        var bag = new DiagnosticBag();
        LintPolicies.Run(arguments.Files, context.Files, context.Time.Today(), bag);
        var findings = bag.ToSorted().Select(f => arguments.WarningsAsErrors ? Strict(f) : f);
        var report = new FindingsReport("lint", context.Time.Today(), [.. findings]);
        var written = FindingsOutput.Write(
            context,
            arguments.Targets,
            report,
            writer => writer.WriteLine(Verdict(arguments.Files.Count, report))
        );
        return report.Passed && written ? ExitCodes.Done : ExitCodes.Errors;
    }

    private static Diagnostic Strict(Diagnostic finding) =>
        finding.Severity == Severity.Warning ? finding with { Severity = Severity.Error } : finding;

    private static string Verdict(int files, FindingsReport report)
    {
        var mark = report.Passed ? "✅" : "❌";
        var errors = Plural.Of(report.Errors, "error");
        return $"{mark} {Plural.Of(files, "file")}: {errors}, {Plural.Of(report.Warnings, "warning")}";
    }
}
