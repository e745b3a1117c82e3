using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Trail.Reading;

namespace AmiGovernance.Tests.Cli;

public sealed class ExplainTests
{
    /// <summary>The form of a denial by a service control policy (IAM user guide, "Troubleshoot access denied error messages").</summary>
    private const string Error =
        "An error occurred (UnauthorizedOperation) when calling the RunInstances operation: You are not authorized to perform this operation. "
        + "User: arn:aws:sts::333344445555:assumed-role/Dev/me is not authorized to perform: ec2:RunInstances on resource: "
        + "arn:aws:ec2:eu-west-1::image/ami-0123456789abcdef0 with an explicit deny in a service control policy: "
        + "arn:aws:organizations::111122223333:policy/o-abcdefghij/service_control_policy/p-abcdefgh. Encoded authorization failure message: x";

    [Fact]
    public void The_text_of_an_error_tells_who_did_what_on_which_image()
    {
        var hints = CallSources.FromError(Error);
        Assert.NotNull(hints);
        Assert.Equal(
            new CallHints
            {
                Action = "ec2:RunInstances",
                Account = "333344445555",
                PrincipalArn = "arn:aws:iam::333344445555:role/Dev",
                Session = "arn:aws:sts::333344445555:assumed-role/Dev/me",
                Region = "eu-west-1",
                ImageId = "ami-0123456789abcdef0",
            },
            hints with
            {
                Refusal = null,
            }
        );
        Assert.Equal(
            (DenyWay.ExplicitDeny, "service control policy", "p-abcdefgh"),
            (hints.Refusal!.Way, hints.Refusal.PolicyKind, hints.Refusal.PolicyId)
        );
    }

    [Fact]
    public void A_text_without_a_denial_tells_nothing() => Assert.Null(CallSources.FromError("nothing happened here"));

    /// <summary>Codes such as `AccessDenied` are those of many services; a call of S3 is no launch.</summary>
    [Theory]
    [InlineData("PutObject", "AccessDenied): Access Denied", false)]
    [InlineData("PutParameter", "AccessDeniedException): denied", false)]
    [InlineData("RunInstances", "UnauthorizedOperation): denied", true)]
    [InlineData("CreateAutoScalingGroup", "AccessDenied): You are not authorized to use launch template: lt-1", true)]
    public void An_error_of_another_service_is_no_launch(string call, string error, bool isRead)
    {
        var text = $"An error occurred ({error.Split(')')[0]}) when calling the {call} operation{error.Split(')')[1]}";
        Assert.Equal(isRead, CallSources.FromError(text) is not null);
    }

    /// <summary>Audit mode allows every launch: that approves no owner.</summary>
    [Theory]
    [InlineData("888800003333", "its owner 888800003333 is not approved")]
    [InlineData("123456738923", " are approved")]
    public void A_missing_image_in_audit_mode_is_approved_by_its_owner_alone(string owner, string said)
    {
        using var amigov = Amigov.OfRunbook("audit_mode");
        const string Missing =
            "An error occurred (InvalidAMIID.NotFound) when calling the RunInstances operation: The image id"
            + " '[ami-0f00dfacefeedbabe]' does not exist";
        var run = amigov.Run(
            "explain",
            Missing,
            "--account",
            "333344445555",
            "--region",
            "us-east-1",
            "--image-owner",
            owner
        );
        Assert.Contains(said, run.Out, StringComparison.Ordinal);
    }

    /// <summary>A decoded message whose context is left out (STS API reference, DecodeAuthorizationMessage).</summary>
    [Theory]
    [InlineData("null", "AWS does not say in which policy\n")]
    [InlineData("{\"action\":\"ec2:RunInstances\"}", "AWS does not say in which policy, ec2:RunInstances\n")]
    [InlineData(
        "{\"resource\":\"arn:aws:ec2:eu-west-1::image/ami-1\"}",
        "in which policy, on arn:aws:ec2:eu-west-1::image/ami-1\n"
    )]
    public void What_a_decoded_message_leaves_out_is_left_out(string context, string said)
    {
        using var amigov = new Amigov();
        var message = $"{{\"allowed\":false,\"explicitDeny\":true,\"context\":{context}}}";
        Assert.Contains(said, amigov.Run("explain", "--from-error", message).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_needs_no_option()
    {
        using var amigov = Amigov.OfRunbook("enabled");
        var named = amigov.Run("explain", "--from-error", Error);
        Assert.Contains("\nAWS said: explicit deny", named.Out, StringComparison.Ordinal);
        Assert.Equal(named, amigov.Run("explain", Error));
        var twice = amigov.Run("explain", Error, "--from-error", Error);
        Assert.Equal(2, twice.ExitCode);
        Assert.Contains("given twice", twice.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_blocked_launch_is_explained_from_its_error()
    {
        var amigov = new Amigov { Now = new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero) }.With(
            Samples.ConfigPath,
            Samples.Governance
        );
        amigov.Run("generate", "--mode", "enabled");
        var (exitCode, output, _) = amigov.Run("explain", "--from-error", Error, "--image-owner", "999988887777");
        Assert.Equal(3, exitCode);
        Assert.Contains(
            "denied by statement `DenyEC2LaunchWithNonApprovedAMIs` on arn:aws:ec2:eu-west-1::image/ami-0123456789abcdef0",
            output,
            StringComparison.Ordinal
        );
    }
}
