using System.CommandLine;
using System.Text;
using AmiGovernance.Cli.Features.Rollout;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Features.Doctor;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Doctor;

internal sealed record DoctorArguments(DoctorRequest Request, IReadOnlyList<OutputTarget> Outputs);

/// <param name="Commands">Empty for all.</param>
/// <param name="Partition">Such as `aws`.</param>
/// <param name="RoleName">The role in member accounts.</param>
internal sealed record IamPolicyArguments(IReadOnlyList<string> Commands, string Partition, string RoleName);

/// <summary>Looks for what goes wrong in practice, and says what fixes it.</summary>
internal static class DoctorCommand
{
    private const string Description = "Check credentials, permissions, organization and repository; suggest fixes";

    private static readonly CommandHelp Help = new("amigov doctor --iam-policy status", "permissions");

    public static Command Create(CliContext context)
    {
        var config = CommonOptions.Config();
        var policies = RolloutOptions.Policies();
        var iam = new Option<string[]>("--iam-policy")
        {
            Description =
                "Print the IAM policy that the caller needs for these commands, and check nothing; default: all",
            HelpName = "COMMAND",
            Arity = ArgumentArity.ZeroOrMore,
        };
        iam.AcceptOnlyFromAmong([.. CommandPermissions.All.Select(c => c.Command)]);
        var output = CommonOptions.Output(CommonOptions.TableFormats);
        var command = new HelpedCommand("doctor", Description, Help) { config, policies, iam };
        var roles = new PipelineRoleOptions().AddTo(command);
        command.Options.Add(output);
        var aws = new AwsOptions(assumesRoles: true).AddTo(command);
        command.SetAction(
            async (result, cancel) =>
            {
                using var connection = aws.Connect(result, context);
                if (roles.Read(result, connection.Region.PartitionName, aws.RoleName(result)) is { } role)
                    return PrintRole(role, context);
                return result.GetResult(iam) is null
                    ? await Run(Arguments(result), context, RolloutPorts.Of(connection), connection.Roles, cancel)
                    : PrintPolicy(Policy(result, connection.Region.PartitionName), context);
            }
        );
        return command;

        DoctorArguments Arguments(ParseResult result) =>
            new(
                new DoctorRequest(result.GetValue(config) ?? "", result.GetValue(policies) ?? "", aws.RoleName(result)),
                CommonOptions.Targets(result, output)
            );

        IamPolicyArguments Policy(ParseResult result, string partition) =>
            new(result.GetValue(iam) ?? [], partition, aws.RoleName(result));
    }

    public static async Task<int> Run(
        DoctorArguments arguments,
        CliContext context,
        RolloutPorts ports,
        IRoleReader roles,
        CancellationToken cancel
    )
    {
        var diagnose = new DiagnoseSetup(
            ports.Organizations,
            ports.Identity,
            ports.Simulator,
            ports.Instances,
            roles,
            ports.History(context.Time),
            context.Files,
            context.Time
        );
        using var progress = new ProgressLine(context);
        var checks = await diagnose.Run(arguments.Request, cancel);
        progress.Dispose();
        var written = TableOutput.Write(
            context,
            arguments.Outputs,
            format =>
                format switch
                {
                    OutputFormat.Json => ReportJson.Of(DoctorDocument.Of(checks)),
                    OutputFormat.Markdown => DoctorView.Markdown(checks),
                    _ => DoctorView.Text(checks),
                }
        );
        if (written != ExitCodes.Done)
            return written;
        if (checks.Any(c => c.Outcome == CheckOutcome.Wrong))
            return ExitCodes.No;
        return checks.Any(c => c.Outcome == CheckOutcome.NotLooked) ? ExitCodes.Incomplete : ExitCodes.Done;
    }

    public static int PrintPolicy(IamPolicyArguments arguments, CliContext context)
    {
        var commands = CommandPermissions.All.Where(c =>
            arguments.Commands.Count == 0 || arguments.Commands.Contains(c.Command)
        );
        var policy = new CallerPolicy(arguments.Partition, arguments.RoleName).For(commands);
        context.Document.Write(Encoding.UTF8.GetString(policy));
        return ExitCodes.Done;
    }

    public static int PrintRole(PipelineRoleArguments arguments, CliContext context)
    {
        var policy = arguments.Trusted is var (project, account)
            ? new TrustPolicy(arguments.Partition, account).For(arguments.Role, project)
            : new CallerPolicy(arguments.Partition, arguments.RoleName).For(arguments.Role.Permissions);
        context.Document.Write(Encoding.UTF8.GetString(policy));
        return ExitCodes.Done;
    }
}
