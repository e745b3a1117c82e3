using System.CommandLine;
using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Decisions;

namespace AmiGovernance.Cli.Features.Decisions;

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
        var command = new Command("diff", "Say what changed in meaning between two sets of policies")
        {
            old,
            @new,
            exitCode,
            output,
        };
        command.SetAction(result =>
        {
            var bag = new DiagnosticBag();
            var before = ComparePolicies.Read(result.GetValue(old) ?? "", context.Files, bag);
            var after = ComparePolicies.Read(result.GetValue(@new) ?? "", context.Files, bag);
            context.PrintFindings(bag.ToSorted());
            if (before is null || after is null)
                return ExitCodes.Errors;
            var difference = ComparePolicies.Between(before, after);
            var written = TableOutput.Write(
                context,
                CommonOptions.Targets(result, output),
                format =>
                    format switch
                    {
                        OutputFormat.Json => DifferenceView.Json(difference),
                        OutputFormat.Markdown => DifferenceView.Markdown(difference),
                        _ => Text(difference),
                    }
            );
            return written != ExitCodes.Done ? written
                : result.GetValue(exitCode) && !difference.IsEmpty ? ExitCodes.No
                : ExitCodes.Done;
        });
        return command;
    }

    private static string Text(MeaningDifference difference)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        DifferenceView.WriteText(text, difference);
        return text.ToString();
    }
}
