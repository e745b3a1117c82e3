using System.Collections.Immutable;
using System.CommandLine;
using AmiGovernance.Aws.Session;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images.Remediation;

namespace AmiGovernance.Cli.Features.Images;

/// <param name="RunName">Null for the last that is not taken back yet.</param>
/// <param name="Images">Empty for all of the run.</param>
/// <param name="Yes">Make the calls.</param>
internal sealed record UndoArguments(
    string? RunName,
    ImmutableArray<ImageId> Images,
    bool Yes,
    IReadOnlyList<OutputTarget> Targets,
    AwsSettings Aws
);

/// <summary>Takes a remediation back, after showing each call.</summary>
internal static class ImagesUndoCommand
{
    public static Command Create(CliContext context)
    {
        var run = new Option<string?>("--run")
        {
            Description =
                "The run to take back, as the log names it; default: the last of which something is left to take back",
            HelpName = "RUN",
        };
        var images = Images();
        var (yes, output) = (RemediationOutput.Yes(), CommonOptions.Output(RemediationOutput.Formats));
        var command = new HelpedCommand(
            "undo",
            "Give images back the launch permissions that a run of remediate took away: shows each call, and asks before it makes them",
            new CommandHelp("amigov images undo --yes", "images")
        )
        {
            run,
            images,
            yes,
            output,
        };
        var aws = new AwsOptions(assumesRoles: true).AddTo(command);
        command.SetAction(
            (result, cancel) =>
                Run(
                    new UndoArguments(
                        result.GetValue(run),
                        [.. (result.GetValue(images) ?? []).Select(ImageId.Parse)],
                        result.GetValue(yes),
                        CommonOptions.Targets(result, output),
                        aws.Settings(result)
                    ),
                    context,
                    cancel
                )
        );
        return command;
    }

    private static Option<string[]> Images()
    {
        var option = InventoryOptions.Repeated("--image", "IMAGE", "Only this image; may be given several times");
        option.AddCheck(result =>
        {
            foreach (var token in result.Tokens.Where(t => !ImageId.IsValid(t.Value)))
                result.AddError(
                    $"--image: '{Sanitize.Text(token.Value)}' is no id of an image such as ami-0123456789abcdef0"
                );
        });
        return option;
    }

    internal static async Task<int> Run(UndoArguments arguments, CliContext context, CancellationToken cancel)
    {
        var bag = new DiagnosticBag();
        var reading = RemediationLog.Read(context.Files);
        reading.ReportTo(bag);
        if (reading.IfSound is not { } log)
            return InventoryOutput.Failed(context, bag);

        using var connection = context.Connect(arguments.Aws);
        var undo = new UndoRemediation(connection.ImageSharingReader);
        if (await undo.Plan(log.Entries, arguments.RunName, arguments.Images, bag, cancel) is not { } plan)
            return InventoryOutput.Failed(context, bag);
        var output = new RemediationOutput(RemediationEvent.Undone, arguments.Targets, connection, context, bag);
        return await output.Run(plan, arguments.Yes, cancel);
    }
}
