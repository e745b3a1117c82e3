using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Doctor;

namespace AmiGovernance.Cli.Features.Doctor;

/// <summary>Looks for what goes wrong in practice, and says what mends it.</summary>
internal static class DoctorCommand
{
    public static Command Create(CliContext context)
    {
        var config = CommonOptions.Config();
        var policies = new Option<string>("--policies")
        {
            Description = "The folder of the policies",
            HelpName = "DIR",
            DefaultValueFactory = _ => "dist",
        };
        var iam = new Option<string[]>("--iam-policy")
        {
            Description =
                "Print the IAM policy that the caller needs for these commands, and check nothing; default: all",
            HelpName = "COMMAND",
            Arity = ArgumentArity.ZeroOrMore,
        };
        iam.AcceptOnlyFromAmong([.. CommandPermissions.All.Select(c => c.Command)]);
        var output = CommonOptions.Output(CommonOptions.TableFormats);
        var command = new Command(
            "doctor",
            "Check credentials, permissions, organization and repository; say what mends what is wrong"
        )
        {
            config,
            policies,
            iam,
            output,
        };
        var aws = new AwsOptions(assumesRoles: true).AddTo(command);
        command.SetAction(
            async (result, cancel) =>
            {
                using var connection = aws.Connect(result, context);
                if (result.GetResult(iam) is not null)
                {
                    var wanted = result.GetValue(iam) is { Length: > 0 } named
                        ? CommandPermissions.All.Where(c => named.Contains(c.Command))
                        : CommandPermissions.All;
                    context.Out.Write(
                        System.Text.Encoding.UTF8.GetString(
                            CommandPermissions.Policy(wanted, connection.Region.PartitionName, aws.RoleName(result))
                        )
                    );
                    return ExitCodes.Done;
                }
                var request = new DoctorRequest(
                    result.GetValue(config) ?? "",
                    result.GetValue(policies) ?? "",
                    aws.RoleName(result)
                );
                var checks = await new RunDoctor(
                    connection.Organizations,
                    connection,
                    connection,
                    connection.InstanceReader,
                    context.Files,
                    context.Time
                ).Run(request, cancel);
                var written = TableOutput.Write(
                    context,
                    CommonOptions.Targets(result, output),
                    format =>
                        format switch
                        {
                            OutputFormat.Json => DoctorView.Json(checks),
                            OutputFormat.Markdown => DoctorView.Markdown(checks),
                            _ => DoctorView.Text(checks),
                        }
                );
                return written != ExitCodes.Done ? written
                    : checks.Any(c => c.Outcome == CheckOutcome.Wrong) ? ExitCodes.No
                    : checks.Any(c => c.Outcome == CheckOutcome.NotLooked) ? ExitCodes.Incomplete
                    : ExitCodes.Done;
            }
        );
        return command;
    }
}
