using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Tests.Features.Trail;

public sealed class CallImagesTests
{
    private const string A = "ami-0aaaaaaaaaaaaaaa1";

    private const string Denied =
        "You are not authorized to perform this operation. User: arn:aws:sts::222233334444:assumed-role/N/s is not authorized to"
        + " perform: ec2:RunInstances on resource: arn:aws:ec2:eu-west-1::image/"
        + A
        + " with an explicit deny in a service control policy: arn:aws:organizations::999999999999:policy/o-abc123xyz0/service_control_policy/p-guard1";

    /// <summary>Roles and sessions of image builders are named so, and AWS's text has the caller before the resource.</summary>
    [Theory]
    [InlineData("assumed-role/ami-pipeline/ami-builder1")]
    [InlineData("assumed-role/ami-deadbeef/ami-deadbeef")]
    [InlineData("federated-user/ami-publisher")]
    public void A_caller_that_is_named_like_an_image_is_none(string caller)
    {
        var denied = Denied.Replace("assumed-role/N/s", caller, StringComparison.Ordinal);
        Assert.Equal(A, CallImages.InText(denied));
        Assert.Null(
            CallImages.InText(denied.Replace($":image/{A}", ":launch-template/lt-0123", StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("The image id '[ami-0123456789abcdef0]' does not exist", "ami-0123456789abcdef0")]
    [InlineData("The image ami-1234abcd is deregistered.", "ami-1234abcd")]
    [InlineData("User: arn:aws:iam::111122223333:user/x/ami-0123abcd may not launch ami-1234abcd", "ami-1234abcd")]
    [InlineData("\"arn:aws:iam::111122223333:role/x\" may not launch ami-1234abcd", "ami-1234abcd")]
    [InlineData("on resource: arn:aws:ec2:us-east-1::image/ami-ffexampleff0", "ami-ffexampleff0")]
    [InlineData("the role ami-pipeline may not", null)]
    [InlineData("the stack ami-1234abcd-pipeline may not", null)]
    public void The_image_in_a_text_is_found(string text, string? image) =>
        Assert.Equal(image, CallImages.InText(text));
}
