using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.CodeHosts;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Shell;

/// <summary>The last step of a change: opens the merge request where a token is there, else says how.</summary>
internal static class MergeRequestStep
{
    /// <summary>An error when the host refused; what was pushed stays.</summary>
    /// <param name="context">Its token and its output are used.</param>
    /// <param name="text">What is opened.</param>
    /// <param name="isPushed">Whether the host has the branch.</param>
    /// <param name="remote">The remote of the host, such as `origin`.</param>
    /// <param name="cancel">Ends the call.</param>
    public static async Task<int> Run(
        CliContext context,
        MergeRequestText text,
        bool isPushed,
        string remote,
        CancellationToken cancel
    )
    {
        var host = context.Git?.RemoteUrl(remote) is { } url
            ? CodeHosts.Of(url, context.Http, context.Environment)
            : null;
        if (host is null || !host.HasToken || !isPushed)
        {
            ShowText(context, host, text, isPushed);
            return ExitCodes.Done;
        }
        try
        {
            var opened = await host.Open(text, cancel);
            ShowOpened(context, host, text, opened);
            return ExitCodes.Done;
        }
        catch (Exception e) when (e is CodeHostException or HttpFailureException)
        {
            var bag = new DiagnosticBag();
            bag.Report(
                ProposalDiagnostics.NoMergeRequest,
                SourceLocation.OfFile(SourceText.Missing(text.Branch)),
                e.Message,
                $"the branch is pushed; open the merge request by hand: {host.Page(text)}"
            );
            context.PrintFindings(bag.ToSorted());
            return ExitCodes.Errors;
        }
    }

    private static void ShowOpened(CliContext context, CodeHost host, MergeRequestText text, OpenedMergeRequest opened)
    {
        var before = opened.WasOpen ? ", open already" : "";
        context.Out.WriteLine($"✓ merge request{before}: {Sanitize.Text(opened.Url)}");
        var asked = text.Reviewers.Except(opened.NotAsked).ToList();
        if (asked.Count > 0)
            context.Out.WriteLine($"✓ reviewers: {string.Join(", ", asked)}");
        if (!opened.NotAsked.IsEmpty)
            context.Error.WriteLine($"{host.Name} did not take as reviewers: {string.Join(", ", opened.NotAsked)}");
    }

    private static void ShowText(CliContext context, CodeHost? host, MergeRequestText text, bool pushed)
    {
        context.Out.WriteLine();
        context.Out.WriteLine($"Merge request: {Sanitize.Text(text.Title)}");
        context.Out.WriteLine();
        context.Document.Write(text.Body);
        context.Out.WriteLine();
        if (!text.Reviewers.IsEmpty)
            context.Out.WriteLine($"Reviewers: {string.Join(", ", text.Reviewers)}");
        if (host is null)
            return;

        var condition = pushed ? "" : " once the branch is pushed";
        context.Out.WriteLine($"Open it{condition}: {host.Page(text)}");
        context.Document.WriteLine($"or: {host.Command(text)}");
        context.Out.WriteLine($"With a token in {host.TokenVariable} this command opens it.");
    }
}
