using System.Text;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.CodeHosts;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Handover;
using AmiGovernance.Core.Features.Rollout.Deploy;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>Opens the change of a promotion that another system carries out: its files, and the gates for those who review them.</summary>
internal sealed class HandedOverPromotion(CliContext context)
{
    private const string Report = "promotion.md";

    /// <summary>The exit code. The gates must be passed as for any promotion.</summary>
    public async Task<int> Run(PromotionReport report, PromoteArguments arguments, CancellationToken cancel)
    {
        var proposal = report.Proposal;
        if (Deployment.Judge(context, proposal, arguments.Consent) is null)
            return ExitCodes.No;
        var accounts = Plural.Of(proposal.Accounts.Stricter.Length, "account");
        var carrier = proposal.Desired.Carrier.Title();
        var question = arguments.OpensMergeRequest
            ? $"Open the merge request after which {carrier} enforces in {accounts}?"
            : $"Write the files with which {carrier} enforces in {accounts}?";
        if (!Confirmation.Ask(context, question, arguments.Consent.Yes, cancel))
            return ExitCodes.Errors;

        var request = new ExportRequest(arguments.Request.ConfigPath, arguments.Request.Folder)
        {
            Organization = proposal.Observed,
            Stages = arguments.Request.Targets,
        };
        return arguments.OpensMergeRequest ? await Propose(report, request, arguments, cancel) : Write(report, request);
    }

    private int Write(PromotionReport report, ExportRequest request)
    {
        var bag = new DiagnosticBag();
        var export = new ExportPolicies(context.Files, context.Git, context.Time.Today()).Run(request, bag);
        if (export is not null && new WriteExport(context.Files).Run(export, bag))
            context.Files.Write(export.Folder, [Evidence(PromotionView.Markdown(report).ToString())], bag);
        context.PrintFindings(bag.ToSorted());
        if (export is null || bag.HasErrors)
            return ExitCodes.Errors;
        context.Out.Write(ExportView.Of(context, export).Text());
        context.Out.WriteLine(
            $"  - {Sanitize.Text(export.Folder)}/{Report} has the gates, for the description of the merge request"
        );
        return ExitCodes.Done;
    }

    /// <summary>On a branch of its own, so that the working folder stays as it is.</summary>
    private async Task<int> Propose(
        PromotionReport report,
        ExportRequest request,
        PromoteArguments arguments,
        CancellationToken cancel
    )
    {
        var bag = new DiagnosticBag();
        if (CommonOptions.Git(context, bag) is not { } git)
        {
            context.PrintFindings(bag.ToSorted());
            return ExitCodes.Errors;
        }
        var isWhole = report.Proposal.Plan.ModeAfter == AllowedImagesState.Enabled;
        var propose = new ProposeExport(git, git, git, context.Time.Today())
        {
            Prepare = files =>
            {
                if (isWhole)
                    new KeepMode(files, null).Run(request.ConfigPath, AllowedImagesState.Enabled, bag);
            },
        };
        var (branch, title) = (Branch(arguments), Title(report, arguments));
        var gates = PromotionView.Markdown(report).ToString();
        var proposed = propose.Run(request, Evidence(gates), branch, $"{title}\n", bag);
        context.PrintFindings(bag.ToSorted());
        if (proposed is null)
            return ExitCodes.Errors;
        var shared = proposed.Pushed ? ", pushed" : "";
        context.Out.WriteLine(
            $"✓ branch {branch}: commit {CommitFacts.Short(proposed.CommitId)} with {Plural.Of(proposed.Paths.Length, "file")}{shared}"
        );
        ExportView.WriteByHand(context.Out, proposed.ByHand);
        var text = new MergeRequestText(branch, proposed.Target, title, gates, []);
        return await MergeRequestStep.Run(context, text, proposed.Pushed, ProposeExport.Remote, cancel);
    }

    /// <summary>A ticket may have signs that no branch has.</summary>
    private string Branch(PromoteArguments arguments)
    {
        var ticket = string.Concat((arguments.Gates.Ticket ?? "").Where(c => char.IsAsciiLetterOrDigit(c) || c == '-'));
        var name = ticket.Trim('-').ToLowerInvariant();
        return name.Length > 0 ? $"promote-{name}" : $"promote-{context.Time.Today().Text()}";
    }

    private static string Title(PromotionReport report, PromoteArguments arguments)
    {
        var accounts = Plural.Of(report.Proposal.Accounts.Stricter.Length, "account");
        var ticket = arguments.Gates.Ticket is { Length: > 0 } id ? $" ({CommitText.Of(id)})" : "";
        return $"feat: Enforce the AMI policies in {accounts}{ticket}";
    }

    private static GeneratedFile Evidence(string gates) => new(Report, Encoding.UTF8.GetBytes(gates));
}
