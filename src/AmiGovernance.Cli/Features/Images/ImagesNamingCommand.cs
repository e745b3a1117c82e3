using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images;
using AmiGovernance.Core.Features.Images.Naming;
using AmiGovernance.Core.Features.Reporting;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Rules;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>Checks image names against the naming convention; made for a publisher's pipeline too.</summary>
internal static class ImagesNamingCommand
{
    public static Command Create(CliContext context)
    {
        var file = new Argument<string?>("FILE")
        {
            Description = "A list of names, one on each line; - is standard input",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var name = new Option<string[]>("--name")
        {
            Description = "A name to check; may be given several times",
            HelpName = "NAME",
        };
        var pattern = new Option<string?>("--pattern")
        {
            Description = "The convention; default: the configuration's image_naming_pattern",
            HelpName = "PATTERN",
        };
        var config = CommonOptions.Config();
        var asOf = CommonOptions.AsOf();
        var output = CommonOptions.Output(CommonOptions.FindingFormats);
        pattern.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && NamingPattern.Problem(result.Tokens[0].Value) is { } problem)
                result.AddError($"--pattern: {problem}");
        });
        var command = new Command("naming", "Check image names against the naming convention")
        {
            file,
            name,
            pattern,
            config,
            asOf,
            output,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(file) is null && result.GetResult(name) is null)
                result.AddError("give names with --name, or a FILE with a list of them");
        });
        command.SetAction(result =>
        {
            var bag = new DiagnosticBag();
            var day = CommonOptions.AsOf(result, asOf, context);
            var convention = Convention(result, context, pattern, config, bag);
            var lists = new List<SourceText>();
            foreach (var given in result.GetValue(name) ?? [])
                lists.Add(SourceText.FromString("--name", given));
            if (result.GetValue(file) is { } path && List(path, context, bag) is { } list)
                lists.Add(list);
            var count = convention is null ? 0 : lists.Sum(l => new CheckImageNames(convention, day).Check(l, bag));
            var report = new FindingsReport("images naming", day, bag.ToSorted());
            var wrong = report
                .Findings.Where(f => f.Severity == Severity.Error)
                .Select(f => (f.Location.Source, f.Location.Start.Line))
                .Distinct()
                .Count();
            var written = FindingsOutput.Write(
                context,
                CommonOptions.Targets(result, output),
                report,
                writer =>
                    writer.WriteLine(
                        convention is null
                            ? "❌ the names cannot be checked"
                            : $"{(report.Passed ? "✅" : "❌")} {Plural.Of(count, "name")}: {count - wrong} follow `{convention.Pattern}`"
                    )
            );
            return report.Passed && written ? ExitCodes.Done : ExitCodes.Errors;
        });
        return command;
    }

    /// <summary>A publisher's pipeline may have no configuration at hand: then the runbook's convention holds.</summary>
    private static NamingConvention? Convention(
        ParseResult result,
        CliContext context,
        Option<string?> pattern,
        Option<string> config,
        DiagnosticBag bag
    )
    {
        if (result.GetValue(pattern) is { } given)
            return NamingConvention.Of(given);
        var path = result.GetValue(config) ?? "";
        return result.GetResult(config) is { Implicit: false } || context.Files.Exists(path)
            ? CheckImageNames.Convention(context.Files, path, bag)
            : NamingConvention.Of(PolicyConfig.DefaultNamingPattern);
    }

    private static SourceText? List(string path, CliContext context, DiagnosticBag bag) =>
        path == "-" ? SourceText.FromString("standard input", context.In.ReadToEnd()) : context.Files.Read(path, bag);
}
