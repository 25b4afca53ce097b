// SPDX-License-Identifier: MIT
// The same as frozen_c.c in Rust, without its standard library: what of the ABI it needs is written out here.
#![no_std]
#![no_main]
#![allow(non_upper_case_globals)]
use core::ffi::{c_char, c_void};

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}

#[repr(C)]
#[derive(Clone, Copy)]
struct Str { p: *const u8, n: u64 }
#[repr(C)]
#[derive(Clone, Copy)]
struct Vector { data: *const c_void, count: u32, stride: u32 }
#[repr(C)]
struct Call { host: *const Host, _private: *mut c_void }
#[repr(C)]
struct Host {
    size: u32, abi_major: u16, abi_minor: u16, name: *const c_char, version: *const c_char,
    log: *const c_void, fail: *const c_void,
    alloc: extern "C" fn(*mut Call, u64, u64) -> *mut c_void,
}
#[repr(C)]
struct Text { lang: Str, text: Str }
#[repr(C)]
struct Candidate { occupation: u32, has: u32, fit_ppm: i32, readiness_ppm: i32, missing: Vector }
#[repr(C)]
struct Finding {
    rule_class: u32, state: u32, delta_ppm: i32, flags: u32, confidence: u32, reserved: u32, code: Str, course_id: Str,
    texts: Vector, questions: Vector, source: Str, source_url: Str,
}
#[repr(C)]
struct Verdict { candidate: u32, reserved: u32, findings: Vector }
#[repr(C)]
struct Scoring {
    size: u32, flags: u32, create: *const c_void, destroy: *const c_void,
    score: extern "C" fn(*mut c_void, *mut Call, *const c_void, *const Vector, *mut Vector) -> i32,
}
#[repr(C)]
pub struct Entry {
    magic: u32, size: u32, abi_major: u16, abi_minor: u16, needs_minor: u16, reserved0: u16, reserved: [u32; 4],
    id: *const u8, name: *const u8, version: *const u8, vendor: *const u8, licence: *const u8,
    get: extern "C" fn(*const u8) -> *const c_void,
}
unsafe impl Sync for Entry {}
unsafe impl Sync for Scoring {}
unsafe impl Sync for Text {}

const fn text(s: &'static str) -> Str { Str { p: s.as_ptr(), n: s.len() as u64 } }
static words: [Text; 2] = [Text { lang: text("en"), text: text("Frozen: little is missing") }, Text { lang: text("zh"), text: text("固化：所缺不多") }];

extern "C" fn score(_: *mut c_void, call: *mut Call, _: *const c_void, candidates: *const Vector, verdicts: *mut Vector) -> i32 {
    unsafe {
        let count = (*candidates).count;
        let alloc = (*(*call).host).alloc;
        let list = alloc(call, (count as u64 + 1) * core::mem::size_of::<Verdict>() as u64, 8) as *mut Verdict;
        let findings = alloc(call, (count as u64 + 1) * core::mem::size_of::<Finding>() as u64, 8) as *mut Finding;
        if list.is_null() || findings.is_null() {
            return 6;
        }
        for i in 0..count {
            let candidate = ((*candidates).data as *const u8).add(i as usize * (*candidates).stride as usize) as *const Candidate;
            let few = ((*candidate).missing.count < 3) as u32;
            let finding = &mut *findings.add(i as usize);
            finding.rule_class = 3;
            finding.state = 1;
            finding.delta_ppm = 1000;
            finding.confidence = 1;
            finding.code = text("frozen");
            finding.texts = Vector { data: words.as_ptr() as *const c_void, count: 2, stride: core::mem::size_of::<Text>() as u32 };
            finding.source = text("Made up for tests");
            let verdict = &mut *list.add(i as usize);
            verdict.candidate = i;
            verdict.findings = Vector { data: findings.add(i as usize) as *const c_void, count: few, stride: core::mem::size_of::<Finding>() as u32 };
        }
        *verdicts = Vector { data: list as *const c_void, count, stride: core::mem::size_of::<Verdict>() as u32 };
    }
    0
}

static scoring: Scoring = Scoring { size: core::mem::size_of::<Scoring>() as u32, flags: 0, create: core::ptr::null(), destroy: core::ptr::null(), score };

extern "C" fn get(id: *const u8) -> *const c_void {
    let wanted = b"reroute.scoring/1\0";
    for (i, byte) in wanted.iter().enumerate() {
        if unsafe { *id.add(i) } != *byte {
            return core::ptr::null();
        }
    }
    &scoring as *const Scoring as *const c_void
}

#[no_mangle]
pub static reroute_plugin: Entry = Entry {
    magic: 0x50525252, size: core::mem::size_of::<Entry>() as u32, abi_major: 1, abi_minor: 0, needs_minor: 0, reserved0: 0, reserved: [0; 4],
    id: "org.example.frozen\0".as_ptr(), name: "Frozen\0".as_ptr(), version: "1.0\0".as_ptr(), vendor: "tests\0".as_ptr(), licence: "MIT\0".as_ptr(), get,
};
