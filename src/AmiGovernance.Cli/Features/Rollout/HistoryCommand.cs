using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>Shows the deployment record, and checks that nobody changed it.</summary>
internal static class HistoryCommand
{
    public static Command Create(CliContext context)
    {
        var name = new Argument<string?>("DEPLOYMENT")
        {
            Description = "Show every call of this one",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var verify = new Option<bool>("--verify")
        {
            Description = "Only check the chain of hashes; exit with 3 when it does not hold",
        };
        var output = CommonOptions.Output(CommonOptions.TableFormats);
        var command = new Command("history", "Show what was deployed, when, by whom and why") { name, verify, output };
        command.SetAction(result =>
        {
            var bag = new DiagnosticBag();
            var log = DeploymentRecord.Read(context.Files, bag);
            context.PrintFindings(bag.ToSorted());
            if (result.GetValue(verify))
            {
                if (!bag.HasErrors)
                    context.Out.WriteLine(
                        $"✓ {Plural.Of(log.Entries.Length, "entry").Replace("entrys", "entries", StringComparison.Ordinal)} of {DeploymentLog.Path} hold together"
                    );
                return bag.HasErrors ? ExitCodes.No : ExitCodes.Done;
            }
            if (bag.HasErrors)
                return ExitCodes.Errors;
            if (result.GetValue(name) is { } wanted)
            {
                if (log.Entries.All(e => e.Deployment != wanted))
                {
                    context.Error.WriteLine(
                        $"there is no deployment `{Visible.Text(wanted)}` in {DeploymentLog.Path}; `amigov history` lists them"
                    );
                    return ExitCodes.Errors;
                }
                log = log with { Entries = [.. log.Entries.Where(e => e.Deployment == wanted)] };
            }
            return TableOutput.Write(
                context,
                CommonOptions.Targets(result, output),
                format =>
                    format == OutputFormat.Json ? HistoryView.Json(log)
                    : result.GetValue(name) is null ? HistoryView.Table(context, format, log)
                    : HistoryView.Calls(context, format, log)
            );
        });
        return command;
    }
}
