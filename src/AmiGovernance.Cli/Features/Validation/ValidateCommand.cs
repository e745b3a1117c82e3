using System.CommandLine;
using AmiGovernance.Cli.Features.Authoring;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Reporting;
using AmiGovernance.Core.Features.Validation;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Cli.Features.Validation;

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
            Description = "Mend what has a safe fix in the configuration, then validate",
        };
        var command = new Command("validate", "Check configuration, exceptions and generated policies")
        {
            config,
            folder,
            asOf,
            output,
            fix,
        };
        command.SetAction(result =>
        {
            var request = new ValidateRequest(
                result.GetValue(config) ?? "",
                result.GetValue(folder) ?? "",
                CommonOptions.AsOf(result, asOf, context)
            );
            if (result.GetValue(fix) && !Fix(context, request))
                return ExitCodes.Errors;
            return Run(context, request, CommonOptions.Targets(result, output));
        });
        return command;
    }

    private static int Run(CliContext context, ValidateRequest request, IReadOnlyList<OutputTarget> targets)
    {
        var bag = new DiagnosticBag();
        var result = ValidateRepository.Run(request, context.Files, bag);
        var report = new FindingsReport("validate", request.AsOf, bag.ToSorted());
        var written = FindingsOutput.Write(
            context,
            targets,
            report,
            writer => WriteVerdict(writer, request, result, report)
        );
        return report.Passed && written ? ExitCodes.Done : ExitCodes.Errors;
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
            writer.WriteLine(
                $"✓ {request.ConfigPath}: {Plural.Of(config.Publishers.Length + config.Aliases.Length, "publisher")}, {Plural.Of(config.Exceptions.Length, "exception")}"
            );
            writer.WriteLine($"✓ {request.OutputFolder}/: {policies.Mode.Name()}; {PolicySizes.Describe(policies)}");
            writer.WriteLine("✓ Allowlist consistency verified");
            writer.WriteLine("✓ No guarantee is refuted (`amigov prove` shows them all)");
        }
        writer.WriteLine(report.Passed ? "✅ VALIDATION PASSED" : "❌ VALIDATION FAILED");
    }

    /// <summary>Fixes can uncover others, so they are applied until none is left.</summary>
    private static bool Fix(CliContext context, ValidateRequest request)
    {
        for (var total = 0; ; )
        {
            var bag = new DiagnosticBag();
            ValidateRepository.Run(request, context.Files, bag);
            var fixable = bag.ToSorted()
                .Where(d => d.Fix is { IsSafe: true } && d.Location.Source.Path == request.ConfigPath)
                .ToList();
            if (fixable.Count == 0)
            {
                context.Error.WriteLine(
                    total == 0 ? "nothing to fix" : $"{Plural.Of(total, "change")} made in {request.ConfigPath}"
                );
                return true;
            }
            var (bytes, applied) = TextFixes.Apply(
                fixable[0].Location.Source,
                fixable.Select(d => d.Fix).OfType<TextFix>()
            );
            foreach (var diagnostic in fixable)
                context.Error.WriteLine(
                    $"{diagnostic.Location.Source.Path}:{diagnostic.Location.Start.Line}: {diagnostic.Fix?.Title}"
                );
            var write = new DiagnosticBag();
            if (applied == 0 || !context.Files.Write("", [new GeneratedFile(request.ConfigPath, bytes)], write))
            {
                new DiagnosticPrinter(context.Error, color: false).Print(write.ToSorted());
                return false;
            }
            total += applied;
        }
    }
}
