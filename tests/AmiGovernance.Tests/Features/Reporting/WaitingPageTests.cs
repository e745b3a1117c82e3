using AmiGovernance.Cli.Features.Reporting.Served;
using AmiGovernance.Console.Pages;

namespace AmiGovernance.Tests.Features.Reporting;

public sealed class WaitingPageTests
{
    private static string Then(string path, params (string Name, string Value)[] values)
    {
        var request = new PageRequest(path, values.ToDictionary(v => v.Name, v => v.Value));
        var page = WaitingPage.Of("Reading", "reading", request);
        return Assert.Single(page.Sections.SelectMany(s => s.Blocks).OfType<Progress>()).Then;
    }

    [Fact]
    public void The_page_that_comes_is_the_one_that_was_asked_for()
    {
        Assert.Equal("/findings", Then("/findings"));
        Assert.Equal("/findings?q2=3000&p2=5", Then("/findings", ("q2", "3000"), ("p2", "5")));
        Assert.Equal(
            "/deployments/a%26b?q=%22%3E%3Cscript%3E%26p%3D1%23",
            Then("/deployments/a&b", ("q", "\"><script>&p=1#"))
        );
    }
}
