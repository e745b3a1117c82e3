using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Handover;
using AmiGovernance.Core.Features.Planning;

namespace AmiGovernance.Cli.Features.Rollout;

/// <param name="Organization">A file of `amigov org export`; null for none.</param>
/// <param name="IsCheck">Write nothing.</param>
internal sealed record ExportArguments(
    ExportRequest Request,
    string? Organization,
    bool IsCheck,
    IReadOnlyList<OutputTarget> Targets
);

/// <summary>Writes the files with which another system brings the policies to AWS.</summary>
internal static class ExportCommand
{
    private static readonly CommandHelp Help = new("amigov export terraform --org organization.json", "handover");

    public static Command Create(CliContext context)
    {
        var check = new Option<bool>("--check")
        {
            Description = "Write nothing; exit code 3 when the files are not as they would be written",
        };
        var output = CommonOptions.Output(["text", "json"]);
        var command = new HelpedCommand(
            "export",
            "Write the files with which another system deploys the policies",
            Help
        );
        var options = new ExportOptions().AddTo(command);
        command.Options.Add(check);
        command.Options.Add(output);
        command.SetAction(result =>
            Run(
                new ExportArguments(
                    options.Read(result),
                    options.Organization(result),
                    result.GetValue(check),
                    CommonOptions.Targets(result, output)
                ),
                context
            )
        );
        return command;
    }

    internal static int Run(ExportArguments arguments, CliContext context)
    {
        var bag = new DiagnosticBag();
        var request = arguments.Request with
        {
            Organization = OrganizationFile.Read(context.Files, arguments.Organization, bag),
        };
        var export = bag.HasErrors
            ? null
            : new ExportPolicies(context.Files, context.Git, context.Time.Today()).Run(request, bag);
        var writing = new WriteExport(context.Files);
        if (export is not null && !arguments.IsCheck && !bag.HasErrors)
            writing.Run(export, bag);
        context.PrintFindings(bag.ToSorted());
        if (export is null || bag.HasErrors)
        {
            context.Error.WriteLine("nothing was written");
            return ExitCodes.Errors;
        }
        return arguments.IsCheck
            ? ReportStale(context, writing.Stale(export), export, arguments.Targets)
            : TableOutput.Write(context, arguments.Targets, ExportView.Of(context, export));
    }

    private static int ReportStale(
        CliContext context,
        IReadOnlyList<string> stale,
        PolicyExport export,
        IReadOnlyList<OutputTarget> targets
    )
    {
        var answer = stale.Count == 0 ? ExitCodes.Done : ExitCodes.No;
        if (stale.Count > 0)
        {
            var command = SuggestedCommand.Of($"amigov export {export.Carrier}");
            context.Error.WriteLine($"run {command} with the same options, and commit the result");
        }
        return TableOutput.Write(context, targets, ExportView.OfStale(export, stale), answer);
    }
}
