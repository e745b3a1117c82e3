using System.CommandLine;
using AmiGovernance.Cli.Output;
using AmiGovernance.Core.Diagnostics;
using AmiGovernance.Core.Monitoring;
using AmiGovernance.Core.Operations;
using AmiGovernance.Core.Text;

namespace AmiGovernance.Cli.Commands;

/// <summary>What a team on call watches, to be put into CloudWatch.</summary>
internal static class DashboardCommand
{
    private const string Json = "json", CloudFormation = "cloudformation", Terraform = "terraform";

    public static Command Create(CliContext context) => new("dashboard", "What a team on call watches in CloudWatch") { Show(context) };

    private static Command Show(CliContext context)
    {
        var logGroup = new Option<string>("--log-group") { Description = "The log group to which the organization's trail delivers its events", HelpName = "NAME", Required = true };
        var region = new Option<string>("--region") { Description = "The Region of the log group", HelpName = "REGION", Required = true };
        var mail = new Option<string?>("--mail") { Description = "Whom alarms are mailed to", HelpName = "ADDRESS" };
        var denied = new Option<int>("--denied-launches") { Description = "As many denied launches in 15 minutes are an alarm", HelpName = "N", DefaultValueFactory = _ => 10 };
        var format = new Option<string>("--format") { Description = $"{CloudFormation}, {Terraform} or {Json}", HelpName = "FORMAT", DefaultValueFactory = _ => CloudFormation };
        format.AcceptOnlyFromAmong(CloudFormation, Terraform, Json);
        var config = CommonOptions.Config();
        var asOf = CommonOptions.AsOf();
        var command = new Command("show", "Print the dashboard, metric filters, alarms, topic and event rule as CloudFormation, Terraform or JSON") { logGroup, region, mail, denied, format, config, asOf };
        command.Validators.Add(result =>
        {
            // CloudWatch Logs API reference, CreateLogGroup: the letters of a name.
            if (result.GetResult(logGroup) is { Tokens: [var name] } && (name.Value.Length > 512 || !name.Value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '/' or '#')))
                result.AddError($"'{Visible.Text(name.Value)}' is no name of a log group; it has letters, digits and . - _ / #");
            if (result.GetResult(region) is { Tokens: [var place] } && !place.Value.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')) result.AddError($"'{Visible.Text(place.Value)}' is no Region; write it as eu-central-1");
            if (result.GetResult(denied) is { Tokens.Count: 1 } && result.GetValue(denied) < 1) result.AddError("'--denied-launches' is at least 1");
        });
        command.SetAction(result =>
        {
            var bag = new DiagnosticBag();
            var known = ShowAllowlist.Run(result.GetValue(config) ?? "", CommonOptions.AsOf(result, asOf, context), context.Files, bag);
            context.PrintFindings(bag.ToSorted());
            if (known is not { } shown) return ExitCodes.Errors;
            var input = new MonitoringInput(result.GetValue(logGroup) ?? "", result.GetValue(region) ?? "", MonitoringInput.CreatorsOf(shown.Config, shown.Allowlist), result.GetValue(denied)) { Mail = result.GetValue(mail) };
            var set = MonitoringSet.Of(input);
            context.Out.Write(result.GetValue(format) switch
            {
                Terraform => TerraformText.Of(set),
                Json => MonitoringJson.Of(set, ReportJson.FormatVersion),
                _ => CloudFormationText.Of(set),
            });
            return ExitCodes.Done;
        });
        return command;
    }
}
