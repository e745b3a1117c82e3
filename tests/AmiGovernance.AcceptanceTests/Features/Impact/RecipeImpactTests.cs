using AmiGovernance.Sandbox.Ec2;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;

namespace AmiGovernance.AcceptanceTests.Features.Impact;

/// <summary>Recipes of Image Builder that build from images that the policies would deny.</summary>
public sealed class RecipeImpactTests : ImpactBench
{
    [Fact]
    public void A_recipe_that_builds_from_a_denied_image_comes_after_what_launches_by_itself_and_before_what_somebody_launches()
    {
        Group("web", Template("lt-0000000000000bad1", "bad", Stranger), "$Latest", 3);
        Recipe(ImageRecipe.Kind, "base", Stranger);
        Recipe(ImageRecipe.ContainerKind, "container", Stranger);
        Recipe(ImageRecipe.Kind, "approved", Golden);
        var finding = Finding($"launch-{Account}-{WorldGenerator.Stranger}");
        Assert.Equal(
            [
                "next_launch auto_scaling_group web: launch template bad, version $Latest",
                "next_build image_recipe base/1.0.0",
                "next_build container_recipe container/1.0.0",
                "next_use launch_template bad: version 1 (default and latest)",
            ],
            Uses(finding)
        );
        var (_, text, _) = Amigov.Run("impact", "--account", Account);
        Assert.Contains($"- image recipe base/1.0.0 in us-east-1: {Stranger}\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_images_that_are_allowed_nothing_is_asked()
    {
        Group("web", Template("lt-00000000000000g1", "web", Golden), "$Latest", 3);
        var asked = 0;
        World.Trail.Recorded += e => asked += e.Operation == "DescribeImageReferences" ? 1 : 0;
        Assert.Equal(0, Impact().Code);
        Assert.Equal(0, asked);
    }

    [Fact]
    public void A_recipe_from_an_own_image_is_left_open_as_a_group_is()
    {
        var own = World.Ec2.OwnedBy(Account, Region).First().Id.Value;
        Group("web", Template("lt-000000000000own1", "web", own), "$Latest", 3);
        Recipe(ImageRecipe.Kind, "base", own);
        Assert.Equal(
            ["web", "base/1.0.0"],
            Impact().Report.GetProperty("left_open").EnumerateArray().Select(u => u.GetProperty("name").GetString())
        );
    }

    /// <summary>EC2 API reference, DescribeImageReferences: 10 images at most in a call.</summary>
    [Fact]
    public void More_images_than_a_call_takes_are_asked_about_in_several()
    {
        var images = Enumerable.Range(0, 23).Select(i => $"ami-{i:x17}").ToList();
        for (var i = 0; i < images.Count; i++)
            Template($"lt-{i:x17}", $"t{i:00}", images[i]);
        foreach (var (image, i) in images.Select((image, i) => (image, i)))
            Recipe(ImageRecipe.Kind, $"r{i:00}", image);
        var asked = new List<int>();
        World.Trail.Recorded += e =>
        {
            if (e.Operation == "DescribeImageReferences")
                lock (asked)
                    asked.Add(1);
        };
        var recipes = Impact()
            .Report.GetProperty("findings")
            .EnumerateArray()
            .SelectMany(f => f.GetProperty("uses").EnumerateArray())
            .Where(u => u.GetProperty("kind").GetString() == "image_recipe")
            .Select(u => u.GetProperty("name").GetString());
        Assert.Equal(images.Select((_, i) => $"r{i:00}/1.0.0"), recipes.Order(StringComparer.Ordinal));
        Assert.Equal(3, asked.Count);
    }

    [Theory]
    [InlineData("InvalidAction", 400)]
    [InlineData("UnsupportedOperation", 400)]
    [InlineData("UnauthorizedOperation", 403)]
    public void Where_EC2_does_not_tell_of_recipes_there_is_a_gap_and_the_rest_is_judged(string code, int status)
    {
        Group("web", Template("lt-0000000000000bad1", "bad", Stranger), "$Latest", 3);
        Recipe(ImageRecipe.Kind, "base", Stranger);
        Amigov.Sandbox!.Faults.Add(
            new Fault("ec2", "DescribeImageReferences", FaultKind.Error) { Code = code, Status = status }
        );
        var (exit, report, error) = Impact();
        Assert.Equal((3, 1), (exit, report.GetProperty("gaps").GetArrayLength()));
        Assert.Contains(
            $"{Account}/{Region}: warning AMI0910: ec2:DescribeImageReferences: {code}",
            error,
            StringComparison.Ordinal
        );
        Assert.Equal(
            "web",
            Assert
                .Single(report.GetProperty("findings").EnumerateArray())
                .GetProperty("uses")[0]
                .GetProperty("name")
                .GetString()
        );
    }

    [Fact]
    public void An_image_that_EC2_does_not_take_does_not_hide_what_uses_the_others()
    {
        Template("lt-0000000000000bad1", "bad", Stranger);
        Template("lt-0000000000000bad2", "gone", "ami-00000000000000000");
        Recipe(ImageRecipe.Kind, "base", Stranger);
        // Both together, then the unknown one, which is asked about first.
        Amigov.Sandbox!.Faults.Add(
            new Fault("ec2", "DescribeImageReferences", FaultKind.Error)
            {
                Code = "InvalidAMIID.NotFound",
                Status = 400,
                Times = 2,
            }
        );
        var report = Impact().Report;
        Assert.Equal(1, report.GetProperty("gaps").GetArrayLength());
        Assert.Contains(
            "next_build image_recipe base/1.0.0",
            Uses(
                report
                    .GetProperty("findings")
                    .EnumerateArray()
                    .Single(f => f.GetProperty("owner").GetString() == WorldGenerator.Stranger)
            )
        );
    }
}
