using System.Collections.Immutable;
using System.CommandLine;
using AmiGovernance.Cli.Adapters.Files;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images;
using AmiGovernance.Core.Features.Images.Naming;
using AmiGovernance.Core.Features.Reporting;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Rules;

namespace AmiGovernance.Cli.Features.Images;

/// <param name="File">A list of names; null for none, `-` for standard input.</param>
/// <param name="Pattern">The convention; null for that of the configuration.</param>
/// <param name="ConfigIsGiven">Then it must be there.</param>
internal sealed record NamingArguments(
    string? File,
    ImmutableArray<string> Names,
    NamingConvention? Pattern,
    string Config,
    bool ConfigIsGiven,
    DateOnly Day,
    IReadOnlyList<OutputTarget> Targets
);

/// <summary>Checks image names against the naming convention; made for a publisher's pipeline too.</summary>
internal static class ImagesNamingCommand
{
    public static Command Create(CliContext context)
    {
        var (file, pattern) = (File(), Pattern());
        var name = InventoryOptions.Repeated("--name", "NAME", "A name to check; may be given several times");
        var (config, asOf) = (CommonOptions.Config(), CommonOptions.AsOf());
        var output = CommonOptions.Output(CommonOptions.FindingFormats);
        var command = new HelpedCommand(
            "naming",
            "Check image names against the naming convention",
            new CommandHelp("amigov images naming --name acme-ubuntu-24.04-web-2026-01-03", "config")
        )
        {
            file,
            name,
            pattern,
            config,
            asOf,
            output,
        };
        command.AddCheck(result =>
        {
            if (result.GetResult(file) is null && result.GetResult(name) is null)
                result.AddError("give names with --name, or a FILE with a list of them");
        });
        command.SetAction(result =>
            Run(
                new NamingArguments(
                    result.GetValue(file),
                    [.. result.GetValue(name) ?? []],
                    result.GetValue(pattern) is { } given ? NamingConvention.Of(given) : null,
                    result.GetRequiredValue(config),
                    result.GetResult(config) is { Implicit: false },
                    CommonOptions.AsOf(result, asOf, context),
                    CommonOptions.Targets(result, output)
                ),
                context
            )
        );
        return command;
    }

    private static Argument<string?> File() =>
        new("FILE")
        {
            Description = "A list of names, one on each line; - is standard input",
            Arity = ArgumentArity.ZeroOrOne,
        };

    private static Option<string?> Pattern()
    {
        var option = new Option<string?>("--pattern")
        {
            Description = "The convention; default: the configuration's image_naming_pattern",
            HelpName = "PATTERN",
        };
        option.AddCheck(result =>
        {
            if (result.Tokens.Count > 0 && NamingPattern.Problem(result.Tokens[0].Value) is { } problem)
                result.AddError($"--pattern: {problem}");
        });
        return option;
    }

    internal static int Run(NamingArguments arguments, CliContext context)
    {
        var bag = new DiagnosticBag();
        var convention = Convention(arguments, context, bag);
        var lists = Lists(arguments, context, bag);
        var counts = convention is null
            ? []
            : lists.Select(l => new CheckImageNames(convention, arguments.Day).Check(l, bag)).ToList();

        var report = new FindingsReport("images naming", arguments.Day, bag.ToSorted());
        var verdict = Verdict(report, convention, counts);
        var written = FindingsOutput.Write(context, arguments.Targets, report, w => w.WriteLine(verdict));
        return report.Passed && written ? ExitCodes.Done : ExitCodes.Errors;
    }

    private static string Verdict(
        FindingsReport report,
        NamingConvention? convention,
        List<(int Names, int Wrong)> counts
    )
    {
        if (convention is null)
            return "❌ the names cannot be checked";
        var names = counts.Sum(c => c.Names);
        var sign = report.Passed ? "✅" : "❌";
        return $"{sign} {Plural.Of(names, "name")}: {names - counts.Sum(c => c.Wrong)} follow `{convention.Pattern}`";
    }

    /// <summary>A publisher's pipeline may have no configuration at hand: then the runbook's convention holds.</summary>
    private static NamingConvention? Convention(NamingArguments arguments, CliContext context, DiagnosticBag bag)
    {
        if (arguments.Pattern is { } given)
            return given;
        return arguments.ConfigIsGiven || context.Files.Exists(arguments.Config)
            ? CheckImageNames.Convention(context.Files, arguments.Config, bag)
            : NamingConvention.Of(PolicyConfig.DefaultNamingPattern);
    }

    private static List<SourceText> Lists(NamingArguments arguments, CliContext context, DiagnosticBag bag)
    {
        var lists = arguments.Names.Select(n => SourceText.FromString("--name", n)).ToList();
        if (arguments.File == "-")
        {
            if (BoundedRead.Text(context.In, bag) is { } names)
                lists.Add(SourceText.FromString("standard input", names));
        }
        else if (arguments.File is { } path && context.Files.Read(path, bag) is { } list)
            lists.Add(list);
        return lists;
    }
}
