using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Reporting;

namespace AmiGovernance.Cli.Features.Decisions;

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
        var strict = new Option<bool>("--warnings-as-errors") { Description = "Fail on warnings too" };
        var command = new Command("lint", "Check any service control policy or EC2 declarative policy")
        {
            paths,
            output,
            strict,
        };
        command.SetAction(result =>
        {
            var bag = new DiagnosticBag();
            var files = result.GetValue(paths) ?? [];
            LintPolicies.Run(files, context.Files, bag);
            var findings = bag.ToSorted();
            if (result.GetValue(strict))
                findings =
                [
                    .. findings.Select(f => f.Severity == Severity.Warning ? f with { Severity = Severity.Error } : f),
                ];
            var report = new FindingsReport("lint", context.Time.Today(), findings);
            var written = FindingsOutput.Write(
                context,
                CommonOptions.Targets(result, output),
                report,
                writer =>
                    writer.WriteLine(
                        $"{(report.Passed ? "✅" : "❌")} {Plural.Of(files.Length, "file")}: {Plural.Of(report.Errors, "error")}, {Plural.Of(report.Warnings, "warning")}"
                    )
            );
            return report.Passed && written ? ExitCodes.Done : ExitCodes.Errors;
        });
        return command;
    }
}
