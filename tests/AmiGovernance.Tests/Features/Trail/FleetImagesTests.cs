using System.Text;
using AmiGovernance.Core.Features.Trail.Reading;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Tests.Features.Trail;

/// <summary>
/// Of a call that launches several images, each counts as what became of it (EC2 API reference, CreateFleet and
/// FleetLaunchTemplateConfigRequest; Auto Scaling API reference, LaunchTemplateOverrides).
/// </summary>
public sealed class FleetImagesTests
{
    private const string A = "ami-0aaaaaaaaaaaaaaa1";
    private const string B = "ami-0bbbbbbbbbbbbbbb2";

    private const string Message = "AMI not approved for use";

    private const string Denied =
        "You are not authorized to perform this operation. User: arn:aws:sts::222233334444:assumed-role/N/s is not authorized to"
        + " perform: ec2:RunInstances on resource: arn:aws:ec2:eu-west-1::image/"
        + A
        + " with an explicit deny in a service control policy: arn:aws:organizations::999999999999:policy/o-abc123xyz0/service_control_policy/p-guard1";

    private static List<string> Rows(string name, string parameters, string response = "null", string error = "")
    {
        var record = $$"""
            {"eventVersion":"1.10","eventTime":"2026-03-04T10:01:00Z","eventName":"{{name}}","awsRegion":"eu-west-1",
             "eventSource":"{{(
                name.EndsWith("Group", StringComparison.Ordinal) ? "autoscaling" : "ec2"
            )}}.amazonaws.com",{{error}}
             "requestParameters":{{parameters}},"responseElements":{{response}},"recipientAccountId":"222233334444"}
            """;
        var table = new TrailTable([], Message);
        new TrailFileReader(TrailFilter.Everything, Message).Read(
            () => new MemoryStream(Encoding.UTF8.GetBytes(record)),
            call =>
            {
                foreach (var key in table.Keys(call, WatchedCalls.Find(call.Source, call.Name)!))
                    table.Add(key, call.Time);
            }
        );
        return [.. table.Rows.Select(r => $"{r.Key.Outcome.Name()} {r.Key.Image}").Order(StringComparer.Ordinal)];
    }

    private static string Fleet(string configs) =>
        $$$"""{"CreateFleetRequest":{"LaunchTemplateConfigs":{{{configs}}}}}""";

    private static string Config(string template, string overrides) =>
        $$"""{"LaunchTemplateSpecification":{"LaunchTemplateId":"{{template}}","Version":"2"},"Overrides":{{overrides}}}""";

    /// <summary>The texts of the declarative policy and of other errors name no image; the error carries it beside.</summary>
    [Theory]
    [InlineData("OperationNotPermitted", Message)]
    [InlineData("UnauthorizedOperation", "You are not authorized to perform this operation.")]
    public void What_a_fleet_was_refused_is_what_the_error_was_to_launch(string code, string message)
    {
        var request = Fleet(Config("lt-0a", $$"""[{"ImageId":"{{A}}"},{"ImageId":"{{B}}"}]"""));
        var error = $$"""{"errorCode":"{{code}}","errorMessage":"{{message}}",{{By(A)}} }""";
        var reversed = $$"""{ {{By(A)}},"errorMessage":"{{message}}","errorCode":"{{code}}"}""";
        var instance = $$"""{"instanceIds":{"item":"i-0123456789abcdef0"},{{By(B)}} }""";
        string[] expected = [$"partial {B}", $"policy_denial {A}"];
        Assert.Equal(expected, Rows("CreateFleet", request, Answer(error, instance)));
        Assert.Equal(expected, Rows("CreateFleet", request, Answer(reversed, instance)));
        Assert.Equal(
            expected,
            Rows(
                "CreateFleet",
                request,
                $$$"""
                {"CreateFleetResponse":{"fleetInstanceSet":{"item":[{{{instance}}}]},"errorSet":{"item":[{{{reversed}}}]} } }
                """
            )
        );
    }

    [Fact]
    public void An_image_that_was_refused_once_and_launched_once_was_launched()
    {
        var request = Fleet(Config("lt-0a", $$"""[{"ImageId":"{{A}}"},{"ImageId":"{{B}}"}]"""));
        var error = $$"""{"errorCode":"UnauthorizedOperation","errorMessage":"no",{{By(A)}} }""";
        var instance = $$"""{"instanceIds":{"item":"i-0123456789abcdef0"},{{By(A)}} }""";
        Assert.Equal([$"partial {A}", $"partial {B}"], Rows("CreateFleet", request, Answer(error, instance)));
    }

    private static string By(string image) =>
        $$"""
            "launchTemplateAndOverrides":{"launchTemplateSpecification":{"launchTemplateId":"lt-0a","version":"2"},"overrides":{"instanceType":"c5.large","imageId":"{{image}}"} }
            """.Trim();

    private static string Answer(string error, string instance) =>
        $$$"""{"CreateFleetResponse":{"errorSet":{"item":[{{{error}}}]},"fleetInstanceSet":{"item":[{{{instance}}}]} } }""";

    [Fact]
    public void What_a_fleet_was_refused_did_not_launch_and_the_rest_did()
    {
        var request = Fleet(Config("lt-0a", $$"""[{"ImageId":"{{A}}"},{"ImageId":"{{B}}"}]"""));
        var response = $$$"""
            {"CreateFleetResponse":{"errorSet":{"item":{"errorCode":"UnauthorizedOperation","errorMessage":"{{{Denied}}}"}},
             "fleetInstanceSet":{"item":{"instanceIds":{"item":"i-0123456789abcdef0"} } } } }
            """;
        Assert.Equal([$"partial {B}", $"policy_denial {A}"], Rows("CreateFleet", request, response));
    }

    [Fact]
    public void A_template_beside_a_named_image_is_launched_too() =>
        Assert.Equal(
            [$"succeeded {A}", "succeeded lt-0b:2"],
            Rows("CreateFleet", Fleet($"[{Config("lt-0a", $$"""[{"ImageId":"{{A}}"}]""")},{Config("lt-0b", "[]")}]"))
        );

    [Theory]
    [InlineData("""[{"InstanceType":"t3.micro"},{"ImageId":"ami-0aaaaaaaaaaaaaaa1"}]""")]
    [InlineData("""{"InstanceType":"t3.micro","ImageId":"ami-0aaaaaaaaaaaaaaa1","tag":1}""", true)]
    [InlineData("""[{"ImageId":"ami-0aaaaaaaaaaaaaaa1","InstanceRequirements":{"VCpuCount":{"Min":1}}}]""", true)]
    public void A_template_is_launched_from_where_an_override_names_no_image(
        string overrides,
        bool isCovered = false
    ) =>
        Assert.Equal(
            isCovered ? [$"succeeded {A}"] : [$"succeeded {A}", "succeeded lt-0a:2"],
            Rows("CreateFleet", Fleet(Config("lt-0a", overrides)))
        );

    [Fact]
    public void A_template_that_one_config_covers_and_another_does_not_is_launched() =>
        Assert.Equal(
            [$"succeeded {A}", "succeeded lt-0a:2"],
            Rows("CreateFleet", Fleet($"[{Config("lt-0a", $$"""[{"ImageId":"{{A}}"}]""")},{Config("lt-0a", "[]")}]"))
        );

    [Fact]
    public void An_image_in_an_override_of_an_Auto_Scaling_group_is_seen() =>
        Assert.Equal(
            [$"policy_denial {A}", "policy_denial lt-0b:2"],
            Rows(
                "CreateAutoScalingGroup",
                $$$"""
                {"mixedInstancesPolicy":{"launchTemplate":{"launchTemplateSpecification":{"launchTemplateId":"lt-0b","version":"2"},
                 "overrides":[{"imageId":"{{{A}}}"},{"instanceType":"t3.micro"}] } } }
                """,
                error: """
                "errorCode":"AccessDenied","errorMessage":"You are not authorized to use launch template: lt-0b",
                """
            )
        );

    [Fact]
    public void A_single_launch_takes_the_image_that_it_names_in_the_place_of_its_template() =>
        Assert.Equal(
            [$"succeeded {A}"],
            Rows(
                "RunInstances",
                $$$"""{"instancesSet":{"items":[{"imageId":"{{{A}}}"}]},"launchTemplate":{"launchTemplateId":"lt-0b","version":"2"}}"""
            )
        );
}
