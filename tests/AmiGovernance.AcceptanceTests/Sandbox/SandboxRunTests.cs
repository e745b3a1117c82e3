using AmiGovernance.AcceptanceTests.Support;

namespace AmiGovernance.AcceptanceTests.Sandbox;

/// <summary>`amigov sandbox run`: a program finds the organization by its environment, and gives the exit code.</summary>
public sealed class SandboxRunTests
{
    private static string Run(params string[] program) =>
        Tool.Run(
            "bash",
            [
                "-c",
                "AWS_PROFILE=elsewhere \"$@\" 2>&1; echo \"exit $?\"",
                "sh",
                .. AmigovProcess.Words(["sandbox", "run", "--accounts", "12", "--images", "1", "--", .. program]),
            ]
        );

    [Fact]
    public void The_program_reaches_the_organization()
    {
        Tool.Demand("aws");
        var output = Run("aws", "organizations", "describe-organization", "--query", "Organization.Id");
        Assert.Equal("\"o-a1b2c3d4e5\"\nexit 0\n", output);
    }

    /// <summary>Options after `--` are the program's, and nothing is left that would lead elsewhere.</summary>
    [Fact]
    public void Arguments_and_exit_code_are_the_programs()
    {
        var output = Run("sh", "-c", "echo \"$0 ${AWS_PROFILE-unset} $AWS_REGION\"; exit 5", "--grown");
        Assert.Equal("--grown unset us-east-1\nexit 5\n", output);
    }

    [Fact]
    public void A_program_that_is_not_there_is_said_so() =>
        Assert.Equal(
            "`no-such-program` cannot be started: there is no program of that name that may be executed, in PATH or by its path\nexit 1\n",
            Run("no-such-program")
        );
}
