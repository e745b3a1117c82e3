using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Tests.Base.Identifiers;

/// <summary>RFC 3986, 3.2.2: a name, an address of IPv4, or one of IPv6 in brackets.</summary>
public sealed class HostNameTests
{
    [Theory]
    [InlineData("smtp.company.com", false)]
    [InlineData("192.0.2.1", false)]
    [InlineData("[2001:db8::1]", false)]
    [InlineData("localhost", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("[::1]", true)]
    public void A_host_is_this_machine_or_another(string host, bool isThisMachine)
    {
        Assert.True(HostName.IsValid(host));
        Assert.Equal(isThisMachine, HostName.IsLoopback(host));
    }

    [Theory]
    [InlineData("smtp.company.com:587")]
    [InlineData("https://smtp.company.com")]
    [InlineData("u@smtp.company.com")]
    [InlineData("smtp.company.com/x")]
    [InlineData("a b")]
    [InlineData("a..b")]
    [InlineData(".")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("[::1")]
    [InlineData("*")]
    [InlineData("")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.company.com")]
    public void Nothing_else_is_a_host(string text) => Assert.False(HostName.IsValid(text));
}
