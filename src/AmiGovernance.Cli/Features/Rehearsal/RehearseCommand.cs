using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using AmiGovernance.Cli.Features.Calibration;
using AmiGovernance.Cli.Features.Rehearsal.Stage;
using AmiGovernance.Cli.Features.Sandbox;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Cli.Features.Rehearsal;

/// <summary>The whole runbook on this machine.</summary>
internal static class RehearseCommand
{
    private const string Transcript = "transcript.txt";

    /// <summary>What a rehearsal leaves to look at.</summary>
    private static readonly (string File, string What)[] Results =
    [
        ("reports/governance.html", "the state of governance on one page, as approvers and auditors read it"),
        ("reports/verification-enforced.md", "the runbook's checklist filled in, with the evidence"),
        ("reports/plan-audit.md", "the first deployment: what changes in meaning, call by call"),
        ("reports/backtest.md", "who launched what enforcement would deny, and what to do about it"),
        ("reports/impact.md", "what runs and would not launch again, what hurts first at the top"),
        ("reports/promotion.md", "enforcement: the gates with their evidence"),
        ("dist/organizations/", "the EC2 policy as it was deployed; beside it the service control policy"),
        ("deployments/", "who changed what, when and why; a file for each deployment, chained"),
        (Transcript, "every command with all that it printed"),
    ];

    public static Command Create(CliContext context, CommandLine program)
    {
        var folder = new Argument<string>("DIR")
        {
            Description = "Where the files go; what an earlier rehearsal wrote there is replaced",
            DefaultValueFactory = _ => "artifacts/rehearsal",
        };
        var command = new HelpedCommand(
            "rehearse",
            "Run the whole runbook in an organization on this machine: no AWS account, no network",
            new CommandHelp("amigov rehearse", "sandbox")
        )
        {
            folder,
        };
        var assume = AssumeOption.Create();
        command.Options.Add(assume);
        command.SetAction(
            (result, cancel) =>
            {
                var arguments = new RehearseArguments(
                    Folder(result.GetValue(folder)),
                    MeasuredAssumptions.Read(context, result.GetValue(assume) ?? [])
                );
                return Run(arguments, context, program, cancel);
            }
        );
        return command;
    }

    /// <summary>Paths are put together with `/`, so that nothing at all would be the root of the disk.</summary>
    private static string Folder(string? given) => given?.TrimEnd('/', '\\') is { Length: > 0 } path ? path : ".";

    internal static async Task<int> Run(
        RehearseArguments arguments,
        CliContext context,
        CommandLine program,
        CancellationToken cancel
    )
    {
        var path = arguments.Folder;
        var started = Stopwatch.GetTimestamp();
        var bag = new DiagnosticBag();
        var folder = new RehearsalFolder(context.Files, path);
        if (!Prepare(folder, bag))
        {
            context.PrintFindings(bag.ToSorted());
            return ExitCodes.Errors;
        }

        var view = Begin(context, arguments.Assumptions);
        await using var organization = await RehearsalOrganization.Start(arguments.Assumptions, cancel);
        var commands = new RehearsalCommands(program, context, folder, organization);
        var went = await Play(new RehearsalStage(view, commands, organization), cancel);
        commands.WriteTranscript(Transcript, bag);
        ShowResults(view, path, went);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        view.Text("");
        view.Text(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{organization.Calls:N0} calls to the organization in {seconds:0.0} s. `amigov init` starts with yours."
            )
        );
        context.PrintFindings(bag.ToSorted());
        if (bag.HasErrors)
            return ExitCodes.Errors;
        return went ? ExitCodes.Done : ExitCodes.No;
    }

    private static RehearsalView Begin(CliContext context, Assumptions assumptions)
    {
        var view = new RehearsalView(context);
        view.Title(
            "The whole runbook, rehearsed",
            "An AWS organization runs in this process and enforces the policies as AWS does. Nothing leaves this machine."
        );
        if (assumptions.ToString() is { Length: > 0 } assumed)
            view.Text($"What AWS does not document is assumed to be {assumed}.");
        return view;
    }

    /// <summary>False with a report when the folder cannot be used.</summary>
    private static bool Prepare(RehearsalFolder folder, DiagnosticBag bag)
    {
        var config = new GeneratedFile(RehearsalStage.Config, EmbeddedText.SampleConfig());
        return folder.Clear(RehearsalStage.Config, bag) && folder.Write("", [config], bag);
    }

    /// <summary>False when something did not go as it must.</summary>
    private static async Task<bool> Play(RehearsalStage stage, CancellationToken cancel)
    {
        try
        {
            await RehearsalScript.Play(stage, cancel);
            return true;
        }
        catch (RehearsalFailedException e)
        {
            stage.View.Heading("The rehearsal stopped:");
            stage.View.Text(e.Message);
            return false;
        }
    }

    private static void ShowResults(RehearsalView view, string path, bool went)
    {
        view.Heading($"Look at, in {path}:");
        foreach (var (file, what) in Results.Where(r => went || r.File == Transcript))
            view.Row(file, what);
    }
}
