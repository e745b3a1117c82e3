using System.CommandLine;
using System.Globalization;
using AmiGovernance.Cli.Features.Trail;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Impact;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Cli.Features.Impact;

/// <summary>What in the organization will not launch again once the policies are enforced.</summary>
internal static class ImpactCommand
{
    /// <summary>Gaps beyond these are told by their number; the JSON output has all.</summary>
    private const int MostGapsShown = 10;

    public static Command Create(CliContext context)
    {
        var policies = new Option<string>("--policies")
        {
            Description = "The folder of the policies",
            HelpName = "DIR",
            DefaultValueFactory = _ => "dist",
        };
        var config = CommonOptions.Config();
        var triage = new Option<string>("--triage")
        {
            Description = "The folder of what was decided on findings",
            HelpName = "DIR",
            DefaultValueFactory = _ => TriageFiles.DefaultFolder,
        };
        var update = new Option<bool>("--update-triage")
        {
            Description = "Make an open entry in --triage for each finding that has none",
        };
        var accounts = TrailQuestionOptions.AccountOption("Look at this account only; may be given several times");
        var regions = new Option<string[]>("--region")
        {
            Description =
                "Look at this Region only; may be given several times. The first is also the one in which AWS is asked",
            HelpName = "REGION",
            Arity = ArgumentArity.OneOrMore,
        };
        var top = new Option<int>("--top")
        {
            Description = "Findings in text and Markdown",
            HelpName = "N",
            DefaultValueFactory = _ => 20,
        };
        var output = CommonOptions.Output(CommonOptions.TableFormats);
        var command = new Command(
            "impact",
            "Find what in the organization uses images that the policies would deny: the launches that will fail"
        );
        foreach (var option in new Option[] { policies, config, triage, update, accounts, top, output })
            command.Add(option);
        var aws = new AwsOptions(regions).AddTo(command);
        command.SetAction(
            async (result, cancel) =>
            {
                var bag = new DiagnosticBag();
                var set = PolicySet.Read(result.GetValue(policies) ?? "dist", context.Files, bag);
                var configFile = result.GetValue(config) ?? "";
                var read =
                    context.Files.Exists(configFile) && context.Files.Read(configFile, bag) is { } source
                        ? ConfigReader.Read(source, bag)
                        : null;
                var folder = result.GetValue(triage) ?? TriageFiles.DefaultFolder;
                var decided = TriageFiles.Read(context.Files, folder, bag);
                context.PrintFindings(bag.ToSorted());
                if (set is null || bag.HasErrors)
                    return ExitCodes.Errors;
                using var connection = aws.Connect(result, context);
                ImpactReport report;
                using (var progress = new ProgressLine(context))
                    report = await new FindImpact(
                        connection.Organizations,
                        connection,
                        connection.ImageReader,
                        connection.ImageUses,
                        new ImpactRequest(
                            set,
                            read,
                            decided,
                            [.. (result.GetValue(accounts) ?? []).Distinct(StringComparer.Ordinal)],
                            [.. (result.GetValue(regions) ?? []).Distinct(StringComparer.Ordinal)],
                            context.Time.GetUtcNow()
                        )
                    )
                    {
                        Progress = places =>
                            progress.Show(
                                $"reading: {TrailText.Of(places, "account and Region", "accounts and Regions")}"
                            ),
                    }.Run(cancel);
                TellGaps(context, report);
                var written = TableOutput.Write(
                    context,
                    CommonOptions.Targets(result, output),
                    format =>
                        format == OutputFormat.Json
                            ? ImpactJson.Write(report)
                            : ImpactView.Write(report, format == OutputFormat.Markdown, result.GetValue(top))
                );
                if (result.GetValue(update))
                    written = Math.Max(
                        written,
                        BacktestRun.Update(
                            context,
                            folder,
                            report.Findings.Where(f => f.Triage is null).Select(f => f.Id)
                        )
                    );
                return written != ExitCodes.Done ? written
                    : report.Open.Any() ? ExitCodes.No
                    : report.Gaps.IsEmpty ? ExitCodes.Done
                    : ExitCodes.Incomplete;
            }
        );
        return command;
    }

    private static void TellGaps(CliContext context, ImpactReport report)
    {
        var bag = new DiagnosticBag();
        foreach (var gap in report.Gaps.Take(MostGapsShown))
            bag.Report(
                ImpactDiagnostics.NotRead,
                SourceLocation.OfFile(SourceText.Missing($"{gap.Account}/{gap.Region}")),
                gap.Reason
            );
        context.PrintFindings(bag.ToSorted());
        if (report.Gaps.Length > MostGapsShown)
            context.Error.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"… and {report.Gaps.Length - MostGapsShown:N0} more; `--output json` names them all\n"
                )
            );
    }
}
