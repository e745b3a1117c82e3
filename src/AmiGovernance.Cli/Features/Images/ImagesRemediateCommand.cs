using System.CommandLine;
using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Images.Remediation;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>Makes private what was decided to be, after showing each call; and takes it back.</summary>
internal static class ImagesRemediateCommand
{
    private static readonly string[] Formats = ["text", "json", "markdown"];

    public static Command Create(CliContext context)
    {
        var file = ImagesReviewCommand.File();
        var (yes, output) = (Yes(), CommonOptions.Output(Formats));
        var command = new Command(
            "remediate",
            "Make images private as the review list says: shows each call, and makes them with --yes"
        )
        {
            file,
            yes,
            output,
        };
        var aws = new AwsOptions(assumesRoles: true).AddTo(command);
        command.SetAction(
            async (result, cancel) =>
            {
                var bag = new DiagnosticBag();
                var list = context.Files.Read(result.GetValue(file) ?? "", bag) is { } source
                    ? ReviewList.Read(source, bag)
                    : null;
                if (list is not null)
                    ReviewChecks.Check(list, context.Time.Today(), bag);
                if (list is null || bag.HasErrors)
                    return Failed(context, bag);
                using var connection = aws.Connect(result, context);
                var plan = await new PlanRemediation(connection.ImageSharing, context.Time.Today()).Run(
                    list,
                    bag,
                    cancel
                );
                return await Carry(
                    context,
                    connection,
                    plan,
                    RemediationEvent.Done,
                    result.GetValue(yes),
                    CommonOptions.Targets(result, output),
                    bag,
                    cancel
                );
            }
        );
        return command;
    }

    public static Command CreateUndo(CliContext context)
    {
        var run = new Option<string?>("--run")
        {
            Description = "The run to take back, as the log names it; default: the last",
            HelpName = "RUN",
        };
        var images = new Option<string[]>("--image")
        {
            Description = "Only this image; may be given several times",
            HelpName = "IMAGE",
        };
        var (yes, output) = (Yes(), CommonOptions.Output(Formats));
        var command = new Command(
            "undo",
            "Give images back the launch permissions that a run of remediate took away: shows each call, and makes them with --yes"
        )
        {
            run,
            images,
            yes,
            output,
        };
        var aws = new AwsOptions(assumesRoles: true).AddTo(command);
        command.SetAction(
            async (result, cancel) =>
            {
                var bag = new DiagnosticBag();
                var log = RemediationLog.Read(context.Files, bag);
                if (bag.HasErrors)
                    return Failed(context, bag);
                using var connection = aws.Connect(result, context);
                var plan = await new UndoRemediation(connection.ImageSharing).Plan(
                    log.Entries,
                    result.GetValue(run),
                    result.GetValue(images) ?? [],
                    bag,
                    cancel
                );
                if (plan is null)
                    return Failed(context, bag);
                return await Carry(
                    context,
                    connection,
                    plan,
                    RemediationEvent.Undone,
                    result.GetValue(yes),
                    CommonOptions.Targets(result, output),
                    bag,
                    cancel
                );
            }
        );
        return command;
    }

    private static Option<bool> Yes() =>
        new("--yes", "-y") { Description = "Make the calls; without it nothing is changed" };

    private static async Task<int> Carry(
        CliContext context,
        AmiGovernance.Aws.AwsConnection connection,
        RemediationPlan plan,
        RemediationEvent success,
        bool yes,
        IReadOnlyList<OutputTarget> targets,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        var view = new RemediationView(plan, success);
        if (yes)
        {
            if (RemediationLog.Open(context.Files, bag) is not { } log)
                return Failed(context, bag);
            using var line = new ProgressLine(context);
            var remediation = new RemediateImages(connection.ImageSharing, log, context.Time, view.Progress(line));
            var run = context.Time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
            view.Started(run, await remediation.MakeGood(bag, cancel));
            var who = (await connection.GetCallerIdentity(cancel)).Arn;
            await remediation.Run(plan.Steps, new RemediationContext(run, who), success, bag, cancel);
        }
        context.PrintFindings(bag.ToSorted());
        var written = TableOutput.Write(context, targets, format => view.Render(format));
        return bag.HasErrors ? ExitCodes.Errors : written;
    }

    private static int Failed(CliContext context, DiagnosticBag bag)
    {
        context.PrintFindings(bag.ToSorted());
        return ExitCodes.Errors;
    }
}
