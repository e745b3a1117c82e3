using System.Text;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Handover;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>Opens the change of a promotion that another system carries out: its files, and the gates for those who review them.</summary>
internal sealed class HandedOverPromotion(CliContext context)
{
    private const string Report = "promotion.md";

    /// <summary>The exit code. The gates must be passed as for any promotion.</summary>
    public int Run(PromotionReport report, PromoteArguments arguments, CancellationToken cancel)
    {
        var proposal = report.Proposal;
        var bag = new DiagnosticBag();
        if (Deployment.Judge(context, proposal, arguments.Consent) is null)
            return ExitCodes.No;
        var accounts = Plural.Of(proposal.Accounts.Stricter.Length, "account");
        var question = $"Write the files with which {proposal.Desired.Carrier.Title()} enforces in {accounts}?";
        if (!Confirmation.Ask(context, question, arguments.Consent.Yes, cancel))
            return ExitCodes.Errors;

        var request = new ExportRequest(arguments.Request.ConfigPath, arguments.Request.Folder)
        {
            Organization = proposal.Observed,
            Stages = arguments.Request.Targets,
        };
        var export = new ExportPolicies(context.Files, context.Git, context.Time.Today()).Run(request, bag);
        if (export is not null && new WriteExport(context.Files).Run(export, bag))
            context.Files.Write(export.Folder, [Evidence(report)], bag);
        context.PrintFindings(bag.ToSorted());
        if (export is null || bag.HasErrors)
            return ExitCodes.Errors;
        context.Out.Write(ExportView.Of(context, export).Text());
        context.Out.WriteLine(
            $"  - {Sanitize.Text(export.Folder)}/{Report} has the gates, for the description of the merge request"
        );
        return ExitCodes.Done;
    }

    private static GeneratedFile Evidence(PromotionReport report) =>
        new(Report, Encoding.UTF8.GetBytes(PromotionView.Markdown(report).ToString()));
}
