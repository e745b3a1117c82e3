using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Tests.Features.Decisions;

public sealed class CallInputTests
{
    private static readonly CallDefaults Defaults = new(
        RegionName.Parse("us-east-1"),
        new DateTimeOffset(2026, 1, 3, 0, 0, 0, TimeSpan.Zero)
    );

    private static readonly CallInput Launch = new() { Account = "333344445555", ImageOwner = "123456738923" };

    [Fact]
    public void What_nobody_says_is_taken_from_the_defaults()
    {
        var call = Built(Launch);
        Assert.Equal(("us-east-1", Partition.Aws, Defaults.Time), (call.Region.Value, call.Partition, call.Time));
        Assert.Equal("arn:aws:iam::333344445555:role/Some", call.PrincipalArn);
    }

    [Fact]
    public void The_Region_tells_the_partition_of_every_ARN()
    {
        var call = Built(Launch with { Region = "cn-north-1" });
        Assert.Equal("arn:aws-cn:iam::333344445555:role/Some", call.PrincipalArn);
        Assert.Contains("arn:aws-cn:ec2:cn-north-1::image/*", call.Questions().Select(q => q.Request.Resource));
    }

    [Fact]
    public void The_principal_tells_the_partition_before_the_Region_does()
    {
        var call = Built(Launch with { Principal = "arn:aws-us-gov:iam::333344445555:role/Dev" });
        Assert.Equal(Partition.AwsUsGov, call.Partition);
    }

    [Theory]
    [InlineData("true", null)]
    [InlineData("false", "`ec2:Public=false` is no key to give: the image is public")]
    [InlineData("maybe", "`ec2:Public=maybe` is no key to give: the image is public")]
    public void What_EC2_says_of_the_image_is_not_contradicted(string said, string? message)
    {
        var found = new ImageFacts("123456738923", null) { IsPublic = true };
        var input = Launch.WithImage(found) with { Context = CallInput.NoContext.SetItem("ec2:Public", said) };
        var built = input.Build(Defaults, out var problem);
        Assert.Equal(message is null, built is not null);
        Assert.StartsWith(message ?? "", problem?.Message ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_said_wins_over_what_is_hinted_at()
    {
        var hints = new CallHints { Account = "999988887777", Region = "eu-west-1" };
        var call = Built(Launch.Or(hints));
        Assert.Equal(("333344445555", "eu-west-1"), (call.Account.Value, call.Region.Value));
    }

    [Theory]
    [InlineData(null, "123456738923", null, MissingPart.Account, "in 12 digits")]
    [InlineData("12", "123456738923", null, MissingPart.None, "in 12 digits")]
    [InlineData("333344445555", "nobody", null, MissingPart.None, "`nobody` owns no image")]
    [InlineData("333344445555", "amazon", "Frankfurt", MissingPart.None, "`Frankfurt` is not the name of a Region")]
    public void A_call_that_cannot_be_decided_says_what_is_wrong(
        string? account,
        string? owner,
        string? region,
        MissingPart missing,
        string message
    )
    {
        var input = new CallInput
        {
            Account = account,
            ImageOwner = owner,
            Region = region,
        };
        Assert.Null(input.Build(Defaults, out var problem));
        Assert.Equal(missing, problem?.Missing);
        Assert.Contains(message, problem?.Message, StringComparison.Ordinal);
    }

    private static Core.Policies.Iam.Evaluation.Ec2Call Built(CallInput input)
    {
        var built = input.Build(Defaults, out var problem);
        Assert.Null(problem);
        Assert.NotNull(built);
        return built.Call;
    }
}
