/* SPDX-License-Identifier: MIT */
/* A code in; whether ISO 4217 lists it as money that people pay with out: no funds, metals or codes for tests. As of 2026:
 * the lev (BGN), the guilder (ANG), the kuna (HRK) and the old leone (SLL) and Zimbabwe dollar (ZWL) have gone. */
#include <string.h>

#include "check/checking.h"

static const char codes[] =
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP "
    "CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD "
    "JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN "
    "NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN "
    "SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG ";

bool rr__is_iso4217(rrp_str code)
{
    for (const char *at = codes; code.n == 3 && *at != '\0'; at += 4)
        if (memcmp(at, code.p, 3) == 0)
            return true;
    return false;
}
