using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;

namespace AmiGovernance.Cli.Features.Rollout;

/// <param name="Deployment">The one whose calls are shown; null for a table of all.</param>
/// <param name="IsVerification">Whether only the chain of hashes is checked.</param>
internal sealed record HistoryArguments(string? Deployment, bool IsVerification, IReadOnlyList<OutputTarget> Outputs);

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
        command.SetAction(result => Run(Arguments(result), context));
        return command;

        HistoryArguments Arguments(ParseResult result) =>
            new(result.GetValue(name), result.GetValue(verify), CommonOptions.Targets(result, output));
    }

    public static int Run(HistoryArguments arguments, CliContext context)
    {
        var bag = new DiagnosticBag();
        var log = DeploymentRecord.Read(context.Files, bag);
        context.PrintFindings(bag.ToSorted());
        if (arguments.IsVerification)
            return Verified(log, isSound: !bag.HasErrors, context);
        if (bag.HasErrors)
            return ExitCodes.Errors;
        return arguments.Deployment is { } deployment
            ? ShowCalls(deployment, log, arguments, context)
            : ShowDeployments(log, arguments, context);
    }

    private static int Verified(DeploymentLog log, bool isSound, CliContext context)
    {
        if (!isSound)
            return ExitCodes.No;
        var entries = Plural.Of(log.Entries.Length, "entry").Replace("entrys", "entries", StringComparison.Ordinal);
        context.Out.WriteLine($"✓ {entries} of {DeploymentLog.Path} hold together");
        return ExitCodes.Done;
    }

    private static int ShowDeployments(DeploymentLog log, HistoryArguments arguments, CliContext context) =>
        TableOutput.Write(
            context,
            arguments.Outputs,
            format => format == OutputFormat.Json ? HistoryView.Json(log) : HistoryView.Table(context, format, log)
        );

    private static int ShowCalls(string deployment, DeploymentLog log, HistoryArguments arguments, CliContext context)
    {
        var entries = log.Entries.Where(e => e.Deployment == deployment).ToList();
        if (entries.Count == 0)
        {
            var shown = Sanitize.Text(deployment);
            context.Error.WriteLine(
                $"there is no deployment `{shown}` in {DeploymentLog.Path}; `amigov history` lists them"
            );
            return ExitCodes.Errors;
        }
        var own = log with { Entries = [.. entries] };
        return TableOutput.Write(
            context,
            arguments.Outputs,
            format => format == OutputFormat.Json ? HistoryView.Json(own) : HistoryView.Calls(context, format, own)
        );
    }
}
