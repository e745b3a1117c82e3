using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Decisions;

namespace AmiGovernance.Cli.Features.Decisions;

/// <param name="AsksForExitCode">Whether a difference is to be told by the exit code.</param>
internal sealed record DiffArguments(string Old, string New, bool AsksForExitCode, IReadOnlyList<OutputTarget> Targets);

/// <summary>Says which requests are decided otherwise by another set of policies: for merge requests and before a deployment.</summary>
internal static class DiffCommand
{
    public static Command Create(CliContext context)
    {
        var old = new Argument<string>("OLD")
        {
            Description = "A folder that generate wrote, or one policy file (.json)",
        };
        var @new = new Argument<string>("NEW")
        {
            Description = "The same, to compare with",
            DefaultValueFactory = _ => "dist",
        };
        var exitCode = new Option<bool>("--exit-code") { Description = "Exit with 3 when the meaning differs" };
        var output = CommonOptions.Output(CommonOptions.TableFormats);
        var command = new HelpedCommand(
            "diff",
            "Say what changed in meaning between two sets of policies",
            new CommandHelp("amigov diff main/dist dist -o markdown", "outputs")
        )
        {
            old,
            @new,
            exitCode,
            output,
        };
        command.SetAction(result =>
        {
            var (before, after) = (result.GetValue(old) ?? "", result.GetValue(@new) ?? "");
            var targets = CommonOptions.Targets(result, output);
            return Run(new DiffArguments(before, after, result.GetValue(exitCode), targets), context);
        });
        return command;
    }

    internal static int Run(DiffArguments arguments, CliContext context)
    {
        var bag = new DiagnosticBag();
        var before = ComparePolicies.Read(arguments.Old, context.Files, bag);
        var after = ComparePolicies.Read(arguments.New, context.Files, bag);
        context.PrintFindings(bag.ToSorted());
        if (before is null || after is null)
            return ExitCodes.Errors;
        var difference = ComparePolicies.Between(before, after);
        var renderings = new Renderings(
            () => Renderings.Lines(writer => DifferenceView.WriteText(writer, difference)),
            () => ReportJson.Of(DifferenceDocument.Of(difference)),
            () => DifferenceView.Markdown(difference)
        );
        var isTold = arguments.AsksForExitCode && !difference.IsEmpty;
        return TableOutput.Write(context, arguments.Targets, renderings, isTold ? ExitCodes.No : ExitCodes.Done);
    }
}
