using System.CommandLine;
using System.Text;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.CodeHosts;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Reporting;

/// <summary>Keeps one comment of a merge request up to date.</summary>
internal static class CommentCommand
{
    private static readonly CommandHelp Help = new("amigov comment reports/plan.md --name plan", "pipelines");

    public static Command Create(CliContext context)
    {
        var command = new HelpedCommand(
            "comment",
            "Write a file as a comment on a merge request, or bring that comment up to date",
            Help
        );
        var options = new CommentOptions().AddTo(command);
        command.SetAction((result, cancel) => Run(context, options.Read(result), cancel));
        return command;
    }

    internal static async Task<int> Run(CliContext context, CommentArguments arguments, CancellationToken cancel)
    {
        var pipeline = new RunningPipeline(context.Environment);
        if ((arguments.MergeRequest ?? pipeline.MergeRequest) is not { } number)
        {
            context.Error.WriteLine("`--merge-request` is needed: no pipeline of a merge request is running");
            return ExitCodes.BadCommandLine;
        }
        var bag = new DiagnosticBag();
        if (context.Files.Read(arguments.File, bag) is { } file)
        {
            var text = Encoding.UTF8.GetString(file.Bytes.Span);
            var comment = new StandingComment(number, arguments.Name, $"{Heading(arguments.Title)}{text}");
            await Write(context, Host(context, pipeline, arguments.Remote), comment, bag, cancel);
        }
        context.PrintFindings(bag.ToSorted());
        return bag.HasErrors ? ExitCodes.Errors : ExitCodes.Done;
    }

    private static MarkdownText Heading(string? title) =>
        title is null ? MarkdownText.Empty : MarkdownText.Of($"### {title}\n\n");

    private static CodeHost? Host(CliContext context, RunningPipeline pipeline, string remote) =>
        (pipeline.ProjectAddress ?? context.Git?.RemoteUrl(remote)) is { } address
            ? CodeHosts.Of(address, context.Http, context.Environment)
            : null;

    private static async Task Write(
        CliContext context,
        CodeHost? host,
        StandingComment comment,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        if (host is not { HasToken: true })
        {
            var token = host?.TokenVariable ?? "GITHUB_TOKEN or GITLAB_TOKEN";
            Report(bag, comment, "no code host can be written to", $"a token in {token} is needed, over https");
            return;
        }
        try
        {
            var wasThere = await host.Keep(comment, cancel);
            var done = wasThere ? "updated" : "written";
            context.Out.WriteLine($"✓ comment `{comment.Name}` on merge request {comment.Number}: {done}");
        }
        catch (Exception e) when (e is CodeHostException or HttpFailureException)
        {
            Report(bag, comment, e.Message, "`amigov docs pipelines` names what the token must be able to do");
        }
    }

    private static void Report(DiagnosticBag bag, StandingComment comment, string message, string help) =>
        bag.Report(
            CodeHostDiagnostics.NotCommented,
            SourceLocation.OfFile(SourceText.Missing($"merge request {comment.Number}")),
            message,
            help
        );
}
