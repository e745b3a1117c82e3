using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.CloudTrail;
using AmiGovernance.Sandbox.Ec2;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.Services;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Hosting;

/// <summary>
/// What Auto Scaling does by itself: launching for a group with its service-linked role, from the launch template as it is at
/// that moment. Only the declarative layer can stop it.
/// </summary>
internal sealed class AutoScaling(SandboxWorld world, Guard guard, Launches launches, TrailRecorder recorder)
{
    /// <summary>Starts one more instance of a group. Throws what EC2 answers; the attempt is on record either way.</summary>
    public SandboxInstance ScaleOut(string account, string region, string name)
    {
        var group =
            world.Resources.Find(AutoScalingService.Kind, account, region, name)
            ?? throw new SandboxException(
                "ValidationError",
                $"There is no Auto Scaling group {name} in account {account} in {region}."
            );
        var template = group.Body["LaunchTemplate"] as JsonObject ?? [];
        var input = new CallInput([], "ec2");
        var call = new SandboxCall
        {
            Service = "autoscaling",
            Operation = "ScaleOut",
            Region = region,
            Caller = new CallerIdentity(account, "", "", ""),
            AccessKey = "",
            Input = input,
            Now = world.Now,
            RequestId = world.NewId("", 32),
        };
        var version = launches.Version(call, new CallInput(template, "ec2"), out var found);
        var type = version.InstanceType ?? Launches.DefaultType;
        var run = ServiceLinked.Call(
            call,
            world,
            "autoscaling.amazonaws.com",
            "AWSServiceRoleForAutoScaling",
            null,
            type
        );
        run.RecordedRequest?.Add(
            "launchTemplate",
            new JsonObject
            {
                ["launchTemplateId"] = found.Id,
                ["version"] = version.Number.ToString(System.Globalization.CultureInfo.InvariantCulture),
            }
        );
        try
        {
            var image = launches.Find(run, version.ImageId ?? throw input.Missing("ImageId"));
            guard.Authorize(run, Ec2Questions.Of(run, image, image.Id));
            var tags = ImmutableDictionary<string, string>
                .Empty.Add("aws:autoscaling:groupName", name)
                .Add("aws:ec2launchtemplate:id", found.Id)
                .Add(
                    "aws:ec2launchtemplate:version",
                    version.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)
                );
            var started = launches.Start(run, new LaunchRequest(image, type, 1, tags))[0];
            recorder.Record(
                run,
                new JsonObject { ["instancesSet"] = new JsonArray(Ec2Shapes.Instance(started)) },
                null
            );
            return started;
        }
        catch (SandboxException e)
        {
            recorder.Record(run, null, e);
            throw;
        }
    }
}
